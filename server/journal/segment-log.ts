import type { BlockQueue } from './block-queue.ts';
import type { AppendOutcome, CommandLog, LogListener, LogState } from './command-log.ts';
import { JournalError } from './journal-error.ts';
import type { PendingBlock } from './pending-block.ts';
import type { RecentRecords } from './recent-records.ts';
import type { RecordBatch } from './record-batch.ts';
import type { RecordBlock } from './record-block.ts';
import type { SegmentWriter } from './segment-writer.ts';
import { TurnGiver } from './turn-giver.ts';
import { asJournalError } from './write-whole.ts';

/** What the log consists of; put together by `openSegmentLog`. */
export type SegmentLogParts = {
  readonly folder: string;
  readonly writer: SegmentWriter;
  readonly queue: BlockQueue;
  readonly recent: RecentRecords;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Chain hash of the last block. */
  readonly chain: Uint8Array;
  /**
   * Blocks from the segment that holds a record on, up to what is durable when they are asked for.
   */
  readonly read: (fromSeq: number, durableSeq: () => number) => Iterable<RecordBlock>;
  /** Lets go of segments that hold only records before a number; gives the oldest one left. */
  readonly archive: (beforeSeq: number) => Promise<number>;
  readonly release: () => void;
};

type Waiter = {
  readonly seq: number;
  readonly resolve: () => void;
  readonly reject: (reason: JournalError) => void;
};

/**
 * A {@link CommandLog} of segment files. One write is on its way at a time; whatever is appended
 * meanwhile goes into the next one (natural batching), so that a slow disk makes larger blocks and
 * not longer queues. The event loop never waits for the disk. After an error the log takes nothing
 * more and writes nothing more: what a failed write has left on the disk is not known.
 */
export class SegmentLog implements CommandLog {
  readonly #parts: SegmentLogParts;
  readonly #listeners = new Set<LogListener>();
  #state: LogState = 'open';
  #reason: JournalError | null = null;
  #firstSeq: number;
  #lastSeq: number;
  #durableSeq: number;
  #chain: Uint8Array;
  #isWriting = false;
  #written: Promise<void> = Promise.resolve();
  #closing: Promise<void> | null = null;
  /** Settles when no archiving is under way; never rejects. */
  #archived: Promise<unknown> = Promise.resolve();
  #isRoomAwaited = false;
  #waiters: Waiter[] = [];

  constructor(parts: SegmentLogParts) {
    this.#parts = parts;
    this.#firstSeq = parts.firstSeq;
    this.#lastSeq = parts.lastSeq;
    this.#durableSeq = parts.lastSeq;
    this.#chain = parts.chain;
  }

  get state(): LogState {
    return this.#state;
  }

  get reason(): JournalError | null {
    return this.#reason;
  }

  get firstSeq(): number {
    return this.#firstSeq;
  }

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get durableSeq(): number {
    return this.#durableSeq;
  }

  get chain(): Uint8Array {
    return this.#chain;
  }

  get roomBytes(): number {
    return this.#state === 'open' ? this.#parts.queue.roomBytes : 0;
  }

  append(batch: RecordBatch, expectedSeq: number): AppendOutcome {
    if (this.#state !== 'open') throw this.#reason ?? closed();
    if (batch.count === 0) throw new RangeError('an empty batch cannot be appended');
    const { queue, recent } = this.#parts;
    const { firstSeq } = batch;
    const range = { memory: batch.memory, start: 0, end: batch.byteLength, firstSeq };
    if (firstSeq !== expectedSeq + 1 || expectedSeq !== this.#lastSeq) {
      if (firstSeq === expectedSeq + 1 && recent.holds(range)) return 'duplicate';
      throw conflict({ firstSeq, expectedSeq, lastSeq: this.#lastSeq });
    }
    if (batch.byteLength > queue.largestBatchBytes) throw new RangeError('the batch is too large');
    if (!queue.add(batch)) {
      this.#isRoomAwaited = true;
      throw backPressure();
    }
    this.#lastSeq = batch.lastSeq;
    recent.add(range);
    this.#write();
    return 'appended';
  }

  listen(listener: LogListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  flush(): Promise<void> {
    const seq = this.#lastSeq;
    if (seq <= this.#durableSeq) return Promise.resolve();
    if (this.#reason !== null) return Promise.reject(this.#reason);
    return new Promise((resolve, reject) => {
      this.#waiters.push({ seq, resolve, reject });
    });
  }

  async *read(fromSeq: number): AsyncIterable<RecordBlock> {
    if (fromSeq > this.#durableSeq) return;
    const turns = new TurnGiver();
    try {
      for (const block of this.#parts.read(fromSeq, () => this.#durableSeq)) {
        if (block.firstSeq + block.count > fromSeq) yield block;
        await turns.worked(block.end - block.start);
      }
    } catch (error) {
      throw asJournalError(error, this.#parts.folder);
    }
  }

  archiveBefore(seq: number): Promise<void> {
    if (this.#state === 'closed') return Promise.reject(closed());
    const archiving = this.#archived.then(() => this.#archive(seq));
    this.#archived = archiving.catch(() => null);
    return archiving;
  }

  async #archive(seq: number): Promise<void> {
    try {
      this.#firstSeq = await this.#parts.archive(seq);
    } catch (error) {
      throw asJournalError(error, this.#parts.folder);
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const wasOpen = this.#state === 'open';
    this.#state = 'closed';
    await this.#written;
    // The lock is held until nobody moves segments any more.
    await this.#archived;
    try {
      await this.#parts.writer.close();
    } catch (error) {
      throw asJournalError(error, this.#parts.folder);
    } finally {
      this.#parts.release();
      if (wasOpen) this.#tellStopped('closed');
    }
  }

  #write(): void {
    if (!this.#isWriting) this.#written = this.#writeAll();
  }

  /** Only what the disk does is caught: a listener that throws has found a fault of the process. */
  async #writeAll(): Promise<void> {
    const { folder, queue, writer } = this.#parts;
    this.#isWriting = true;
    for (let block = queue.take(); block !== null; block = queue.take()) {
      try {
        this.#chain = await writer.write(block);
      } catch (error) {
        this.#fail(asJournalError(error, folder));
        return;
      }
      this.#confirm(block);
    }
    this.#isWriting = false;
  }

  #confirm(block: PendingBlock): void {
    this.#durableSeq = block.lastSeq;
    this.#parts.queue.release(block);
    for (const listener of this.#listeners) listener.durable(this.#durableSeq);
    if (this.#waiters.length > 0) {
      for (const waiter of this.#waiters) if (waiter.seq <= this.#durableSeq) waiter.resolve();
      this.#waiters = this.#waiters.filter(({ seq }) => seq > this.#durableSeq);
    }
    if (!this.#isRoomAwaited) return;
    this.#isRoomAwaited = false;
    for (const listener of this.#listeners) listener.room();
  }

  #fail(reason: JournalError): void {
    this.#reason = reason;
    this.#state = reason.code === 'journal/disk-full' ? 'full' : 'failed';
    for (const waiter of this.#waiters) waiter.reject(reason);
    this.#waiters = [];
    this.#tellStopped(this.#state);
  }

  #tellStopped(state: LogState): void {
    for (const listener of this.#listeners) listener.stopped(state, this.#reason);
  }
}

function closed(): JournalError {
  return new JournalError('journal/closed', { message: 'The journal is closed.' });
}

function backPressure(): JournalError {
  return new JournalError('journal/back-pressure', {
    message: 'The disk does not keep up: the buffer of the journal is full.',
    fix: 'Wait until there is room again.',
  });
}

type Conflict = {
  readonly firstSeq: number;
  readonly expectedSeq: number;
  readonly lastSeq: number;
};

function conflict({ firstSeq, expectedSeq, lastSeq }: Conflict): JournalError {
  return new JournalError('journal/sequence-conflict', {
    message: `A batch that begins with ${firstSeq} was to follow ${expectedSeq}, but the journal ends with ${lastSeq}.`,
    fix: 'Another sequencer has written, or this one has lost count: start again from the journal.',
  });
}
