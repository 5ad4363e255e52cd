import type { JournalError } from './journal-error.ts';
import type { RecordBatch } from './record-batch.ts';
import type { RecordBlock } from './record-block.ts';

/**
 * - `open`: takes records.
 * - `full`: the disk is full; nothing more is taken until the process starts again with room.
 * - `failed`: writing failed or somebody else wrote; nothing more is taken.
 * - `closed`: closed by its owner.
 */
export type LogState = 'open' | 'full' | 'failed' | 'closed';

/** What a log tells its owner; all are called from the event loop, never from within `append`. */
export type LogListener = {
  /** Every record up to this sequence number has reached stable storage. */
  durable(seq: number): void;
  /** There is room again, after an append was refused for want of it. */
  room(): void;
  /** The log has left the state `open`; records after `durableSeq` were not acknowledged. */
  stopped(state: LogState, reason: JournalError | null): void;
};

/**
 * - `appended`: the records follow what the log held; durable once the listener says so.
 * - `duplicate`: the log holds these very records already, so that nothing was written. This is how
 *   an append whose answer was lost is sent again without harm.
 */
export type AppendOutcome = 'appended' | 'duplicate';

/**
 * A log of encoded commands: a total order of records that are numbered without gaps. Segment files
 * on this machine are one implementation; a replicated stream that compares and appends (expected
 * last sequence, message ids) is another. The contract is `scripts/testing/command-log-contract.ts`.
 */
export type CommandLog = {
  readonly state: LogState;
  /** Why the log is no longer open; `null` while it is, and after a plain close. */
  readonly reason: JournalError | null;
  /** Number of the oldest record that is still held; `lastSeq + 1` when none is. */
  readonly firstSeq: number;
  /** Number of the last record appended, durable or not; 0 before the first. */
  readonly lastSeq: number;
  /** Number of the last record that is safe; only what lies at or before it may be acknowledged. */
  readonly durableSeq: number;
  /**
   * Chain hash of the block that ends with `durableSeq`. Before the first record it is the hash that
   * the first block begins with; of an empty segment the one that its header names.
   */
  readonly chain: Uint8Array;
  /** Bytes of records that can be appended now before the log answers with back-pressure. */
  readonly roomBytes: number;

  /**
   * Takes a batch over: the bytes are copied, the batch may be cleared and used again. Its first
   * record must carry `expectedSeq + 1`, where `expectedSeq` is the number of the last record that
   * the caller believes the log to hold.
   *
   * @throws JournalError, and nothing was appended: `journal/back-pressure` (retryable; `room` is
   * called), `journal/sequence-conflict` when the log holds something else after `expectedSeq`,
   * `journal/closed`, or the reason for which the log has stopped.
   */
  append(batch: RecordBatch, expectedSeq: number): AppendOutcome;

  /** Listens until the returned function is called. Listeners are called in order of registration. */
  listen(listener: LogListener): () => void;

  /**
   * Resolves when everything appended so far is durable.
   *
   * @throws JournalError the reason, when the log stops before.
   */
  flush(): Promise<void>;

  /**
   * The durable records from `fromSeq` on, in blocks, up to the last one that is durable when the
   * reader arrives there. The first block may begin before `fromSeq`. A block's memory is used again
   * for the next one.
   *
   * @throws JournalError `journal/record-gone` when `fromSeq` was archived, `journal/damaged` …
   */
  read(fromSeq: number): AsyncIterable<RecordBlock>;

  /** Lets go of records before `seq`, which a snapshot covers, as far as whole segments allow. */
  archiveBefore(seq: number): Promise<void>;

  /** Makes durable what was appended, then lets go of everything. Appends are refused at once. */
  close(): Promise<void>;
};
