import { Worker } from 'node:worker_threads';
import type { DatabasePlace } from './database.ts';
import type { StoreQueries } from './history-queries.ts';
import type { Retention } from './prune-history.ts';
import type { StoreBatch } from './store-batch.ts';
import type { StorePosition } from './store-program.ts';

/** What the thread can be asked for. */
export type StoreRequest =
  | { readonly kind: 'position'; readonly journal: string }
  | { readonly kind: 'begin-at'; readonly firstSeq: number }
  | { readonly kind: 'write'; readonly batch: StoreBatch }
  | {
      readonly kind: 'ask';
      readonly name: keyof StoreQueries;
      readonly query: StoreQueries[keyof StoreQueries]['query'];
    }
  | { readonly kind: 'prune'; readonly retention: Retention; readonly nowMs: number }
  | { readonly kind: 'step-aside' }
  | { readonly kind: 'close' };

/** Classes of errors do not survive the way from one thread to another: their names do. */
export type StoreAnswer =
  | { readonly value: unknown }
  | { readonly error: { readonly name: string; readonly message: string } };

type Waiter = { readonly resolve: (value: unknown) => void; readonly reject: (e: unknown) => void };

const PROGRAM = new URL('./store-worker.ts', import.meta.url);

/** The store's thread, seen from the sidecar's. Requests are served in the order in which they are made. */
export class StoreThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiter>();
  #lastId = 0;
  #fault: unknown = null;

  constructor(place: DatabasePlace) {
    this.#worker = new Worker(PROGRAM, { workerData: place });
    this.#worker.on('message', ({ id, answer }: { id: number; answer: StoreAnswer }) => {
      const waiter = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#worker.unref();
      if ('error' in answer) waiter?.reject(errorOf(answer.error));
      else waiter?.resolve(answer.value);
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`it exited with code ${code}`)));
    this.#worker.unref();
  }

  /** @throws An error named StoreMismatchError, or why the database could not be opened. */
  async position(journal: string): Promise<StorePosition> {
    const position = await this.#request({ kind: 'position', journal });
    // What the thread answers is as its program's types say.
    return position as StorePosition;
  }

  async beginAt(firstSeq: number): Promise<void> {
    await this.#request({ kind: 'begin-at', firstSeq });
  }

  async write(batch: StoreBatch): Promise<void> {
    await this.#request({ kind: 'write', batch });
  }

  async ask<Name extends keyof StoreQueries>(
    name: Name,
    query: StoreQueries[Name]['query'],
  ): Promise<StoreQueries[Name]['rows']> {
    const rows = await this.#request({ kind: 'ask', name, query });
    return rows as StoreQueries[Name]['rows'];
  }

  async prune(retention: Retention, nowMs: number): Promise<number> {
    return Number(await this.#request({ kind: 'prune', retention, nowMs }));
  }

  /** From now on the thread takes its share of the processor only when somebody waits for it. */
  async stepAside(): Promise<void> {
    await this.#request({ kind: 'step-aside' });
  }

  /** Closes the database and ends the thread. */
  async close(): Promise<void> {
    try {
      if (this.#fault === null) await this.#request({ kind: 'close' });
    } finally {
      this.#fault ??= new Error('the store is closed');
      this.#worker.ref();
      await this.#worker.terminate();
    }
  }

  #request(request: StoreRequest): Promise<unknown> {
    if (this.#fault !== null) return Promise.reject(this.#fault);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      // A process that only waits for an answer must not end before it has it.
      this.#worker.ref();
      this.#worker.postMessage({ id, request });
    });
  }

  #fail(error: unknown): void {
    this.#fault ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#fault);
    this.#waiting.clear();
  }
}

function errorOf({ name, message }: { readonly name: string; readonly message: string }): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
