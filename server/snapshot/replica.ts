import { randomInt } from 'node:crypto';
import {
  type Command,
  decodeState,
  EngineState,
  EngineView,
  encodeState,
  execute,
  StateFormatError,
} from '#server/engine/index.ts';
import { CommandDecoder, type RecordBlock } from '#server/journal/index.ts';
import { type ControlTotals, controlTotals } from './control-totals.ts';
import { type Snapshot, SnapshotUnreadableError } from './snapshot-format.ts';

/** Clients choose their order ids, and must not know where they are kept: another place each start. */
const HASH_SEED = randomInt(2 ** 32);

/**
 * Called after each command, which is valid during the call only; what it did is at the end of the
 * state's events, to be cleared here.
 */
export type ReplicaListener = (command: Command) => void;

/** An engine that executes what the log holds. */
export class Replica {
  readonly state: EngineState;
  readonly #decoder = new CommandDecoder();
  readonly #chain = new Uint8Array(32);
  readonly #forget = () => this.state.events.clear();

  /**
   * @param base - where to begin; `null` for the state before the first command
   * @throws SnapshotUnreadableError when this program does not understand the state in the snapshot
   */
  constructor(base: Snapshot | null) {
    this.state = base === null ? new EngineState({ hashSeed: HASH_SEED }) : stateOf(base);
    if (base !== null) this.#chain.set(base.chainHash);
  }

  /** Number of the last command executed. */
  get seq(): number {
    return this.state.seq;
  }

  /**
   * Executes the commands of a block that are new.
   *
   * @throws LogGapError when it does not join on; LogMismatchError when it is of another log than the
   *   commands that this replica has executed.
   */
  apply(block: RecordBlock, listener: ReplicaListener = this.#forget): void {
    const { state } = this;
    const lastSeq = block.firstSeq + block.count - 1;
    if (block.firstSeq > state.seq + 1) throw new LogGapError(state.seq + 1, block.firstSeq);
    if (lastSeq < state.seq) return;
    if (!this.#continues(block, lastSeq)) throw new LogMismatchError(state.seq);
    if (lastSeq === state.seq) return;
    this.#decoder.visit(block, (command) => {
      execute(state, command);
      listener(command);
    });
    this.#chain.set(block.chain);
  }

  /** Whether the log's chain hash at the command where this replica stands is this one. */
  isAt(chain: Uint8Array): boolean {
    // Before the first command it is made of the network's name, which is not known here.
    return this.state.seq === 0 || Buffer.compare(chain, this.#chain) === 0;
  }

  totals(): ControlTotals {
    return controlTotals(this.state);
  }

  /** What it holds now; only to be asked for at the end of a block. */
  snapshot(): Snapshot {
    const { state } = this;
    const { seq, time } = state;
    return { seq, time, chainHash: this.#chain.slice(), state: encodeState(new EngineView(state)) };
  }

  /** A replica stands at the end of a block always: one that holds more than its last command differs. */
  #continues(block: RecordBlock, lastSeq: number): boolean {
    const { seq } = this.state;
    if (lastSeq === seq) return this.isAt(block.chain);
    return block.firstSeq === seq + 1 && this.isAt(block.previousChain);
  }
}

function stateOf(snapshot: Snapshot): EngineState {
  try {
    const { seq, time } = snapshot;
    return decodeState(snapshot.state, { seq, time, hashSeed: HASH_SEED });
  } catch (error) {
    if (!(error instanceof StateFormatError)) throw error;
    throw new SnapshotUnreadableError(error.message, { cause: error });
  }
}

/** Commands are missing between what is known and what the log still holds. */
export class LogGapError extends Error {
  override readonly name = 'LogGapError';

  constructor(expectedSeq: number, foundSeq: number) {
    super(
      `The journal goes on with command ${foundSeq}, but command ${expectedSeq} is the next. ` +
        'Put the archived segments that hold it back into the folder of the journal.',
    );
  }
}

/** The snapshot was made of another log than the one that is read. */
export class LogMismatchError extends Error {
  override readonly name = 'LogMismatchError';

  constructor(seq: number) {
    super(
      `Up to command ${seq} the journal is not the one that the snapshot was made of. ` +
        'Put back the folders of journal and snapshots that belong together.',
    );
  }
}
