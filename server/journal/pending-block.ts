import { createHash } from 'node:crypto';
import {
  BLOCK_COUNT_WORD,
  BLOCK_HEADER_BYTES,
  BLOCK_LENGTH_WORD,
  BLOCK_MAGIC,
  BLOCK_MARK_WORD,
  BLOCK_PREVIOUS_WORD,
  BLOCK_SEQ_WORD,
  BLOCK_TRAILER_BYTES,
  END_MARK_HIGH,
  END_MARK_LOW,
} from './block-layout.ts';
import type { RecordBatch } from './record-batch.ts';
import { type RecordMemory, recordMemory } from './record-memory.ts';
import { seal } from './seal.ts';
import { writeWide } from './wide-word.ts';

/** What ties a block to its place: the segment's mark and the block before. */
export type BlockPlace = {
  readonly markLow: number;
  readonly markHigh: number;
  readonly previousChain: Uint8Array;
};

/** Records that wait to be written by one write; used again and again. */
export class PendingBlock {
  readonly #memory: RecordMemory;
  #recordsEnd = BLOCK_HEADER_BYTES;
  #firstSeq = 0;
  #count = 0;

  constructor(capacityBytes: number) {
    this.#memory = recordMemory(capacityBytes);
  }

  get count(): number {
    return this.#count;
  }

  get firstSeq(): number {
    return this.#firstSeq;
  }

  get lastSeq(): number {
    return this.#firstSeq + this.#count - 1;
  }

  /** Length of the finished block. */
  get byteLength(): number {
    return this.#recordsEnd + BLOCK_TRAILER_BYTES;
  }

  /** Bytes of records that still fit. */
  get roomBytes(): number {
    return this.#memory.bytes.length - this.byteLength;
  }

  /** Copies all records of a batch, for which there must be room, to the end. */
  add(batch: RecordBatch): void {
    if (this.#count === 0) this.#firstSeq = batch.firstSeq;
    this.#memory.bytes.set(batch.memory.bytes.subarray(0, batch.byteLength), this.#recordsEnd);
    this.#recordsEnd += batch.byteLength;
    this.#count += batch.count;
  }

  /** Writes header and end mark. The bytes are valid until the block is cleared. */
  finish({ markLow, markHigh, previousChain }: BlockPlace): {
    readonly bytes: Uint8Array;
    readonly chain: Uint8Array;
  } {
    const { words } = this.#memory;
    words[0] = BLOCK_MAGIC;
    words[BLOCK_LENGTH_WORD] = this.byteLength;
    words[BLOCK_COUNT_WORD] = this.#count;
    writeWide(words, BLOCK_SEQ_WORD, this.#firstSeq);
    words[BLOCK_MARK_WORD] = markLow;
    words[BLOCK_MARK_WORD + 1] = markHigh;
    this.#memory.bytes.set(previousChain, BLOCK_PREVIOUS_WORD * 4);
    seal(words, 0, BLOCK_HEADER_BYTES / 4);
    const endWord = this.#recordsEnd >>> 2;
    words[endWord] = END_MARK_LOW;
    words[endWord + 1] = END_MARK_HIGH;
    const bytes = this.#memory.bytes.subarray(0, this.byteLength);
    return { bytes, chain: createHash('sha256').update(bytes).digest() };
  }

  clear(): void {
    this.#recordsEnd = BLOCK_HEADER_BYTES;
    this.#firstSeq = 0;
    this.#count = 0;
  }
}
