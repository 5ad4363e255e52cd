import { BLOCK_HEADER_BYTES, BLOCK_TRAILER_BYTES } from './block-layout.ts';
import { PendingBlock } from './pending-block.ts';
import type { RecordBatch } from './record-batch.ts';

/**
 * What was appended and is not yet written: blocks, the last of which takes what comes. Their number
 * is bounded, and they are used again, so that nothing is allocated while the disk keeps up.
 */
export class BlockQueue {
  readonly #blockBytes: number;
  readonly #mostBlocks: number;
  readonly #free: PendingBlock[] = [];
  /** Oldest first. */
  readonly #full: PendingBlock[] = [];
  #filling: PendingBlock;
  #blocks = 1;

  constructor({ blockBytes, bufferBytes }: { blockBytes: number; bufferBytes: number }) {
    this.#blockBytes = blockBytes;
    // While one is written, another takes what is appended.
    this.#mostBlocks = Math.max(2, Math.floor(bufferBytes / blockBytes));
    this.#filling = new PendingBlock(blockBytes);
  }

  /** Most bytes of records that a batch may ever have. */
  get largestBatchBytes(): number {
    return this.#blockBytes - BLOCK_HEADER_BYTES - BLOCK_TRAILER_BYTES;
  }

  /** Bytes of the largest batch that can be added now. */
  get roomBytes(): number {
    return this.#hasAnotherBlock() ? this.largestBatchBytes : this.#filling.roomBytes;
  }

  /** Adds a batch behind all others; false when there is no room for it. */
  add(batch: RecordBatch): boolean {
    if (batch.byteLength > this.#filling.roomBytes) {
      if (!this.#hasAnotherBlock()) return false;
      this.#full.push(this.#filling);
      this.#filling = this.#anotherBlock();
    }
    this.#filling.add(batch);
    return true;
  }

  /** The oldest records, as many as one write takes; `null` when nothing waits. */
  take(): PendingBlock | null {
    const full = this.#full.shift();
    if (full !== undefined) return full;
    if (this.#filling.count === 0 || !this.#hasAnotherBlock()) return null;
    const block = this.#filling;
    this.#filling = this.#anotherBlock();
    return block;
  }

  /** Gives back a block that was taken. */
  release(block: PendingBlock): void {
    block.clear();
    this.#free.push(block);
  }

  #hasAnotherBlock(): boolean {
    return this.#free.length > 0 || this.#blocks < this.#mostBlocks;
  }

  #anotherBlock(): PendingBlock {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    this.#blocks += 1;
    return new PendingBlock(this.#blockBytes);
  }
}
