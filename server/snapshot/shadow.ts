import { type JournalReader, openJournalReader } from '#server/journal/index.ts';
import { type ControlTotals, totalsDifference } from './control-totals.ts';
import { Replica } from './replica.ts';
import { SnapshotStore } from './snapshot-store.ts';

export type ShadowOptions = {
  /** Folder of the journal, and the network that it must be of. */
  readonly journalFolder: string;
  readonly network: string;
  readonly snapshotFolder: string;
  /** Commands between two snapshots. */
  readonly every: number;
  /** Snapshots that are kept. */
  readonly keep: number;
};

/** How far the shadow may read, and what the engine's figures were on the way. */
export type ShadowOrder = {
  readonly durableSeq: number;
  readonly checkpoints: readonly ControlTotals[];
};

export type WrittenSnapshot = {
  readonly seq: number;
  readonly bytes: number;
  readonly tookMs: number;
};

export type ShadowReport = {
  /** The last command that the shadow executed. */
  readonly seq: number;
  readonly written: readonly WrittenSnapshot[];
  /** The journal before this number is not needed any more; 0 = all of it is. */
  readonly coveredSeq: number;
  /** Why a snapshot could not be written; the next one is tried in its turn. */
  readonly problem: string | null;
  /** How engine and shadow differ: one of them cannot be trusted. */
  readonly divergence: string | null;
};

/**
 * A second engine which executes the durable log, somewhat later than the first one, and writes
 * snapshots: so that the first one never has to stand still for it. All of it blocks; it belongs
 * into a thread of its own.
 */
export class Shadow {
  readonly #options: ShadowOptions;
  readonly #store: SnapshotStore;
  readonly #replica: Replica;
  readonly #reader: JournalReader;
  readonly #checkpoints: ControlTotals[] = [];
  #nextSnapshotSeq: number;
  #divergence: string | null = null;

  constructor(options: ShadowOptions, store = new SnapshotStore(options.snapshotFolder)) {
    this.#options = options;
    this.#store = store;
    this.#replica = new Replica(this.#store.newest().snapshot);
    const { seq } = this.#replica;
    this.#nextSnapshotSeq = seq + options.every;
    const { journalFolder: folder, network } = options;
    // The block that ends with the snapshot's command shows whether both are of one log.
    this.#reader = openJournalReader({ folder, network, fromSeq: Math.max(1, seq) });
  }

  /** Follows the log up to where it is durable. */
  advance({ durableSeq, checkpoints }: ShadowOrder): ShadowReport {
    this.#checkpoints.push(...checkpoints);
    const written: WrittenSnapshot[] = [];
    let problem: string | null = null;
    this.#compare();
    while (this.#divergence === null) {
      const block = this.#reader.next(durableSeq);
      if (block === null) break;
      this.#replica.apply(block, () => {
        this.#replica.state.events.clear();
        this.#compare();
      });
      if (this.#divergence !== null || this.#replica.seq < this.#nextSnapshotSeq) continue;
      this.#nextSnapshotSeq = this.#replica.seq + this.#options.every;
      try {
        written.push(this.#write());
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error);
      }
    }
    const coveredSeq = this.#store.coveredBy(this.#options.keep);
    return {
      seq: this.#replica.seq,
      written,
      coveredSeq,
      problem,
      divergence: this.#divergence,
    };
  }

  close(): void {
    this.#reader.close();
  }

  /** Holds the figures of the engine at this very command against the own ones, where known. */
  #compare(): void {
    const { seq } = this.#replica;
    for (;;) {
      const live = this.#checkpoints[0];
      if (live === undefined || live.seq > seq) return;
      this.#checkpoints.shift();
      const difference = live.seq === seq ? totalsDifference(live, this.#replica.totals()) : null;
      if (difference !== null) this.#divergence ??= `after command ${seq} ${difference}`;
    }
  }

  #write(): WrittenSnapshot {
    const began = performance.now();
    const snapshot = this.#replica.snapshot();
    const bytes = this.#store.write(snapshot);
    this.#store.prune(this.#options.keep);
    return { seq: snapshot.seq, bytes, tookMs: performance.now() - began };
  }
}
