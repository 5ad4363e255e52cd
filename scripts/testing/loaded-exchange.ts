import { join } from 'node:path';
import { type EngineState, execute } from '#server/engine/index.ts';
import { type CommandLog, openSegmentLog } from '#server/journal/index.ts';
import { Sequencer, type UnstampedCommand } from '#server/sequencer/index.ts';
import { Replica, SnapshotStore } from '#server/snapshot/index.ts';
import { SyntheticCommands, syntheticSetUp } from './synthetic-commands.ts';

export const LOADED_NETWORK = 'test-1';

const MARKET = { accounts: 6, maxOpenOrders: 200 } as const;

/** Small segments, so that a test has several. */
const SEGMENT_BYTES = 256 * 1_024;

/** An exchange on a journal in a folder that a test loads, as far as the test wants it. */
export class LoadedExchange {
  readonly sequencer: Sequencer;
  readonly log: CommandLog;
  readonly state: EngineState;
  readonly snapshots: SnapshotStore;
  readonly #stream: SyntheticCommands;
  readonly #setUp: UnstampedCommand[];
  #now = 1_000;

  private constructor(folder: string, { log, seed }: { log: CommandLog; seed: number }) {
    this.log = log;
    this.state = new Replica(null).state;
    this.snapshots = new SnapshotStore(join(folder, 'snapshots'));
    this.#stream = new SyntheticCommands({ ...MARKET, seed });
    this.#setUp = syntheticSetUp({ ...MARKET, seed });
    const { state } = this;
    this.sequencer = new Sequencer({
      log,
      execute: (command) => execute(state, command),
      events: state.events,
      lastSeq: 0,
      lastTime: 0,
      now: () => this.#now,
      maxWaiting: 1_000_000,
      checkpointEvery: 1_000_000,
      onCheckpoint: () => undefined,
      onStopped: (reason) => {
        throw new Error(`the sequencer stopped: ${reason.detail}`);
      },
    });
  }

  /** Begins a journal in an empty folder. */
  static async begin(folder: string, seed = 1): Promise<LoadedExchange> {
    const { log } = await openLog(folder);
    return new LoadedExchange(folder, { log, seed });
  }

  /** Executes so many commands more, and makes them durable, fifty at a time. */
  async run(count: number): Promise<void> {
    for (let done = 0; done < count; done += 1) {
      const next = this.#setUp.shift();
      this.#now += done % 3 === 0 ? 1 : 0;
      if (next === undefined) this.sequencer.submit(this.#stream.next(this.#now));
      else this.sequencer.submit({ ...next, seq: 0, time: 0 });
      if (done % 50 === 49) await this.#durable();
    }
    await this.#durable();
  }

  async #durable(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await this.log.flush();
  }

  /** Writes a snapshot as of the last command. */
  async snapshot(): Promise<void> {
    const replica = new Replica(null);
    for await (const block of this.log.read(1)) replica.apply(block);
    this.snapshots.write(replica.snapshot());
  }

  async close(): Promise<void> {
    await this.sequencer.close();
    await this.log.close();
  }
}

/** Opens the journal that a loaded exchange has left in a folder. */
export function openLog(folder: string) {
  return openSegmentLog({
    folder: join(folder, 'journal'),
    network: LOADED_NETWORK,
    archive: join(folder, 'archive'),
    segmentBytes: SEGMENT_BYTES,
  });
}
