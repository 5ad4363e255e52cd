import { Worker } from 'node:worker_threads';
import type { FoundRecord, JournalPlace } from './record-finder.ts';

/** Which record is wanted. */
export type RecordQuestion = { readonly id: number; readonly seq: number };

/** Classes of errors do not survive the way from one thread to another. */
export type RecordAnswer = { readonly id: number } & (
  | { readonly found: FoundRecord }
  | { readonly fault: { readonly isGone: boolean; readonly message: string } }
);

type Waiter = {
  readonly resolve: (record: FoundRecord | null) => void;
  readonly reject: (error: unknown) => void;
};

const PROGRAM = new URL('./record-worker.ts', import.meta.url);

/**
 * Looks up records of the journal in a thread of its own, which begins with the first question. After a
 * failure the next question begins another one.
 */
export class RecordThread {
  readonly #place: JournalPlace;
  readonly #program: URL;
  readonly #waiting = new Map<number, Waiter>();
  #worker: Worker | null = null;
  #lastId = 0;
  #isClosed = false;

  /** @param program what runs in the thread */
  constructor(place: JournalPlace, program = PROGRAM) {
    this.#place = place;
    this.#program = program;
  }

  /**
   * The record of a number, which must be durable; `null` = it is not kept here any more.
   *
   * @throws Why the journal cannot be read there.
   */
  find(seq: number): Promise<FoundRecord | null> {
    if (this.#isClosed) return Promise.reject(new Error('the journal is not read any more'));
    this.#worker ??= this.#begin();
    const worker = this.#worker;
    this.#lastId += 1;
    const question: RecordQuestion = { id: this.#lastId, seq };
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
      worker.postMessage(question);
    });
  }

  /** Ends the thread, whatever it is doing. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  #begin(): Worker {
    const worker = new Worker(this.#program, { workerData: this.#place });
    worker.on('message', (answer: RecordAnswer) => this.#answered(answer));
    const fail = (error: unknown) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    worker.on('error', fail);
    worker.on('messageerror', fail);
    worker.on('exit', (code) => fail(new Error(`the thread exited with code ${code}`)));
    worker.unref();
    return worker;
  }

  #answered(answer: RecordAnswer): void {
    const waiter = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('found' in answer) waiter?.resolve(answer.found);
    else if (answer.fault.isGone) waiter?.resolve(null);
    else waiter?.reject(new Error(answer.fault.message));
  }
}
