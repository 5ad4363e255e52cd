import type { Command } from '#server/engine/index.ts';
import { BLOCK_RECORD_BYTES } from './block-layout.ts';
import { encodeCommand } from './encode-command.ts';
import { JournalError } from './journal-error.ts';
import { LARGEST_RECORD_BYTES } from './record-layout.ts';
import { type RecordMemory, recordMemory } from './record-memory.ts';
import { RecordWriter } from './record-writer.ts';

/**
 * Encoded commands whose numbers follow one another, on their way into a log. One batch is filled,
 * appended, cleared and filled again, so that encoding allocates nothing.
 */
export class RecordBatch {
  readonly memory: RecordMemory;
  readonly #writer: RecordWriter;
  #byteLength = 0;
  #count = 0;
  #firstSeq = 0;

  /** `capacityBytes`, a multiple of eight, is by default what one block of the journal can hold. */
  constructor(capacityBytes = BLOCK_RECORD_BYTES) {
    this.memory = recordMemory(capacityBytes);
    this.#writer = new RecordWriter(this.memory);
  }

  /** The records lie back to back in `memory` from its beginning. */
  get byteLength(): number {
    return this.#byteLength;
  }

  get count(): number {
    return this.#count;
  }

  /** Number of the first record; 0 while the batch is empty. */
  get firstSeq(): number {
    return this.#firstSeq;
  }

  /** Number of the last record; −1 while the batch is empty. */
  get lastSeq(): number {
    return this.#firstSeq + this.#count - 1;
  }

  /** Whether the largest possible record might no longer fit. */
  get isFull(): boolean {
    return this.#byteLength + LARGEST_RECORD_BYTES > this.memory.bytes.length;
  }

  /**
   * Encodes a command at the end.
   *
   * @throws JournalError `journal/not-encodable` for a value that no record can hold; the batch is
   * then as it was.
   */
  append(command: Command): void {
    if (this.isFull) throw new RangeError('the batch is full: append it to the log and clear it');
    if (this.#count > 0 && command.seq !== this.lastSeq + 1) {
      throw outOfOrder(command.seq, this.lastSeq);
    }
    this.#writer.begin(this.#byteLength);
    this.#byteLength += encodeCommand(command, this.#writer);
    if (this.#count === 0) this.#firstSeq = command.seq;
    this.#count += 1;
  }

  /** Empties the batch. */
  clear(): void {
    this.#byteLength = 0;
    this.#count = 0;
    this.#firstSeq = 0;
  }
}

function outOfOrder(seq: number, last: number): JournalError {
  return new JournalError('journal/sequence-conflict', {
    message: `Command ${seq} cannot follow command ${last} in a batch: numbers have no gaps.`,
  });
}
