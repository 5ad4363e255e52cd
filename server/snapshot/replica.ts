import {
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

/** Called after each command; what it did is at the end of the state's events, to be cleared here. */
export type ReplicaListener = (seq: number, time: number) => void;

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
    this.state = base === null ? new EngineState() : stateOf(base);
    if (base !== null) this.#chain.set(base.chainHash);
  }

  /** Number of the last command executed. */
  get seq(): number {
    return this.state.seq;
  }

  /**
   * Executes the commands of a block that are new.
   *
   * @throws LogGapError when it does not join on; LogMismatchError when it ends with the command at
   *   which this replica stands, but is of another log.
   */
  apply(block: RecordBlock, listener: ReplicaListener = this.#forget): void {
    const { state } = this;
    const lastSeq = block.firstSeq + block.count - 1;
    if (block.firstSeq > state.seq + 1) throw new LogGapError(state.seq + 1, block.firstSeq);
    if (lastSeq === state.seq && Buffer.compare(block.chain, this.#chain) !== 0) {
      throw new LogMismatchError(state.seq);
    }
    if (lastSeq <= state.seq) return;
    this.#decoder.visit(block, (command) => {
      if (command.seq <= state.seq) return;
      execute(state, command);
      listener(command.seq, command.time);
    });
    this.#chain.set(block.chain);
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
}

function stateOf(snapshot: Snapshot): EngineState {
  try {
    return decodeState(snapshot.state, snapshot);
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
