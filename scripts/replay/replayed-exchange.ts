import { createHash } from 'node:crypto';
import {
  type Command,
  decodeEvents,
  type EngineEvent,
  EngineState,
  EngineView,
  encodeState,
  execute,
  InvariantError,
} from '#server/engine/index.ts';
import { CommandDecoder, JournalError, type RecordBlock } from '#server/journal/index.ts';
import type { ExplainedReader } from './explained-reader.ts';
import type { OpenedJournal } from './opened-journal.ts';
import { DIFFERS, ReplayError } from './replay-error.ts';

/** The beginning of a write that was never finished. */
export type TornTail = { readonly file: string; readonly offset: number; readonly bytes: number };

/** The journal's hash chain at the end of a block. */
export type ChainLink = {
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
};

/** Is shown each command and what it did; the command's object is used again for the next one. */
export type CommandListener = (command: Command, events: readonly EngineEvent[]) => void;

/** SHA-256 of the state's canonical bytes, hexadecimal. */
export function stateHash(state: EngineState): string {
  return hexHash(encodeState(new EngineView(state)));
}

/** SHA-256, hexadecimal. */
export function hexHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** An engine of its own that executes a journal, as far as it is asked to. */
export class ReplayedExchange {
  readonly state: EngineState;
  /** Number of the first record that is read; it may come before the first that is executed. */
  readonly readFrom: number;
  readonly #reader: ExplainedReader;
  readonly #decoder = new CommandDecoder();
  /** The block in which the next command is. */
  #block: RecordBlock | null = null;
  #chain: ChainLink | null = null;

  /** @param state - where to begin; it is changed. By default the state before record 1. */
  constructor(journal: OpenedJournal, state: EngineState = new EngineState()) {
    this.state = state;
    // With the record before the next one, since the report tells of the block that holds it.
    this.#reader = journal.read(Math.max(journal.firstSeq, state.seq));
    // Opens the first segment, so that there is a position from the beginning.
    this.#reader.next(0);
    this.readFrom = this.#reader.readFrom;
  }

  /** Number of the last command executed. */
  get seq(): number {
    return this.state.seq;
  }

  /** Of the newest block that was read; `null` before the first. */
  get chain(): ChainLink | null {
    return this.#chain;
  }

  /** Number of the last record that was read. */
  get readSeq(): number {
    return this.#reader.readSeq;
  }

  /** An unfinished write behind the last record; `null` when there is none, or the end is not reached. */
  get tornTail(): TornTail | null {
    const { position } = this.#reader;
    if (position?.tail.kind !== 'torn') return null;
    return { file: position.name, offset: position.offset, bytes: position.tail.byteLength };
  }

  /**
   * Executes the commands up to a record, or all there are.
   *
   * @returns Whether there were so many.
   * @throws ReplayError where the journal cannot be read, or `replay/engine-stopped`.
   */
  runTo(seq: number, listener: CommandListener | null = null): boolean {
    while (this.seq < seq) {
      this.#block ??= this.#nextBlock(seq);
      if (this.#block === null) return false;
      this.#execute(this.#block, { seq, listener });
      if (this.seq >= this.#block.firstSeq + this.#block.count - 1) this.#block = null;
    }
    return true;
  }

  close(): void {
    this.#reader.close();
  }

  #nextBlock(seq: number): RecordBlock | null {
    const block = this.#reader.next(seq);
    if (block === null) return null;
    const lastSeq = block.firstSeq + block.count - 1;
    const hash = Buffer.from(block.chain).toString('hex');
    this.#chain = { hash, firstSeq: block.firstSeq, lastSeq };
    return block;
  }

  #execute(
    block: RecordBlock,
    { seq: last, listener }: { readonly seq: number; readonly listener: CommandListener | null },
  ): void {
    const { state } = this;
    const { events } = state;
    let { seq } = state;
    try {
      this.#decoder.visit(block, (command) => {
        if (command.seq <= state.seq || command.seq > last) return;
        seq = command.seq;
        execute(state, command);
        if (listener !== null) listener(command, decodeEvents(events));
        events.clear();
      });
    } catch (error) {
      if (error instanceof JournalError) throw this.#reader.explain(error, state.seq);
      if (error instanceof InvariantError) throw engineStopped(seq, error);
      throw error;
    }
  }
}

function engineStopped(seq: number, error: InvariantError): ReplayError {
  return new ReplayError('replay/engine-stopped', {
    message: `The engine stopped at record ${seq}: ${error.message}.`,
    fix:
      'The journal is whole, but this version of the engine cannot execute it. Replay it with the ' +
      'version that wrote it; if that stops too, the engine has a defect: keep the journal and report it.',
    exitCode: DIFFERS,
    cause: error,
  });
}
