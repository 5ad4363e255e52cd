import {
  type AppendOutcome,
  type CommandLog,
  JournalError,
  type LogListener,
  type LogState,
  type RecordBatch,
  type RecordBlock,
} from '#server/journal/index.ts';

/** A log in memory whose records become durable, or not, exactly when a test says so. */
export class ScriptedLog implements CommandLog {
  readonly #listeners = new Set<LogListener>();
  /** First and last number of each batch that was appended. */
  readonly batches: (readonly [number, number])[] = [];
  state: LogState = 'open';
  reason: JournalError | null = null;
  readonly firstSeq = 1;
  lastSeq = 0;
  durableSeq = 0;
  readonly chain = new Uint8Array(32);
  roomBytes = 1_000_000;

  append(batch: RecordBatch, expectedSeq: number): AppendOutcome {
    if (this.state !== 'open') throw this.reason ?? closedError();
    if (expectedSeq !== this.lastSeq) {
      throw new JournalError('journal/sequence-conflict', { message: 'Somebody else wrote.' });
    }
    this.batches.push([batch.firstSeq, batch.lastSeq]);
    this.lastSeq = batch.lastSeq;
    return 'appended';
  }

  listen(listener: LogListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  makeDurable(seq = this.lastSeq): void {
    this.durableSeq = seq;
    for (const listener of this.#listeners) listener.durable(seq);
  }

  stop(state: LogState, reason: JournalError): void {
    this.state = state;
    this.reason = reason;
    for (const listener of this.#listeners) listener.stopped(state, reason);
  }

  flush(): Promise<void> {
    if (this.reason !== null) return Promise.reject(this.reason);
    this.makeDurable();
    return Promise.resolve();
  }

  read(): AsyncIterable<RecordBlock> {
    throw closedError();
  }

  archiveBefore(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.state = 'closed';
    return Promise.resolve();
  }
}

function closedError(): JournalError {
  return new JournalError('journal/closed', { message: 'The log is closed.' });
}
