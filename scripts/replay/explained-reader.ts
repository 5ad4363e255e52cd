import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  JournalError,
  type JournalPosition,
  type JournalReader,
  type RecordBlock,
} from '#server/journal/index.ts';
import { DIFFERS, ReplayError } from './replay-error.ts';

/** There while a process writes the journal, and left over when it was killed. */
const LOCK_NAME = 'journal.lock';

/** How often what may be a write on its way is looked at, and the pause between. */
const LOOKS = 6;
const PAUSE_MS = 20;

/** A reader whose errors name their journal, and what is sound of it. */
export class ExplainedReader {
  readonly #folder: string;
  readonly #reader: JournalReader;
  readonly #pause: () => void;
  #readFrom = 0;

  constructor(folder: string, reader: JournalReader, pause: () => void = shortPause) {
    this.#folder = folder;
    this.#reader = reader;
    this.#pause = pause;
  }

  /** Number of the first record that was read, or will be: 0 before the first call of `next`. */
  get readFrom(): number {
    return this.#readFrom;
  }

  /** Number of the last record that was read and hence is sound; 0 before the first. */
  get readSeq(): number {
    return this.#reader.position?.lastSeq ?? 0;
  }

  get position(): JournalPosition | null {
    return this.#reader.position;
  }

  /**
   * The next block, as long as records up to `seq` are wanted; `null` at the end. Where somebody
   * writes, what looks torn or damaged may be a write on its way, so it is looked at again.
   *
   * @throws ReplayError with the code of the journal's error
   */
  next(seq: number): RecordBlock | null {
    for (let looks = 1; ; looks += 1) {
      const mayWait = looks < LOOKS && isLocked(this.#folder);
      try {
        const block = this.#reader.next(seq);
        if (block !== null || this.position?.tail.kind !== 'torn' || !mayWait) return block;
      } catch (error) {
        if (!(error instanceof JournalError)) throw error;
        if (error.code !== 'journal/damaged' || !mayWait) throw this.explain(error, this.readSeq);
      } finally {
        if (this.#readFrom === 0) this.#readFrom = this.position?.header.firstSeq ?? 0;
      }
      this.#pause();
    }
  }

  /** An error of this journal for a person: which journal, and what is sound before it. */
  explain(error: JournalError, soundSeq: number): ReplayError {
    const from = this.#readFrom;
    const isPartlySound = error.code === 'journal/damaged' && from > 0 && soundSeq >= from;
    const sound = isPartlySound ? { from, to: soundSeq } : null;
    return explainedError({ folder: this.#folder, sound }, error);
  }

  close(): void {
    this.#reader.close();
  }
}

type ErrorPlace = {
  readonly folder: string;
  /** Records that were read before; `null` = none, or it does not matter. */
  readonly sound: { readonly from: number; readonly to: number } | null;
};

/** An error of the journal in a folder, for a person. */
export function explainedError({ folder, sound }: ErrorPlace, error: JournalError): ReplayError {
  const what = [`The journal in ${folder}: ${error.message.replace(error.fix, '').trim()}`];
  const fix = [error.fix];
  if (sound !== null) {
    what.push(`Records ${sound.from} to ${sound.to}, which come before it, are sound.`);
    fix.push(`To see the exchange as it was there: --until ${sound.to}.`);
  }
  if (error.code === 'journal/damaged' && isLocked(folder)) {
    fix.push(
      `If the exchange is running now (there is a ${LOCK_NAME}), this may be a write on its way: try again, or end with an earlier record (--until).`,
    );
  }
  return new ReplayError(error.code, {
    message: what.join(' '),
    fix: fix.join(' '),
    exitCode: DIFFERS,
    cause: error,
  });
}

function isLocked(folder: string): boolean {
  return existsSync(join(folder, LOCK_NAME));
}

function shortPause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
}
