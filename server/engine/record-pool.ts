import { invariant } from './invariant.ts';

/** 32-bit words of one record: 64 bytes, a line of the processor's cache. */
const WORDS_LOG2 = 4;

/** Word that links free records. */
const NEXT = 0;

/** 4 GiB of records; word numbers stay below 2^31. */
const MAX_CAPACITY = 1 << 26;

/**
 * Records of 64 bytes in one block of memory. A record is a *slot*, a small whole number above 0;
 * freed slots are used again, the last freed first, because its memory is still near. Nothing is
 * allocated while the pool is large enough; it doubles when full.
 *
 * A taken slot holds whatever its last record left: who takes it sets every field.
 */
export class RecordPool {
  /**
   * All records; another array after every growth, so never to be kept. (Declared rather than
   * defined, here and in other hot classes: V8 checks a field at each use that was once undefined.)
   */
  declare protected words: Int32Array;
  #free = 0;
  #used = 1;
  #taken = 0;

  /** @param capacity - slots before the pool grows for the first time; slot 0 is never used */
  constructor(capacity = 1_024) {
    this.words = new Int32Array(Math.max(1, capacity) << WORDS_LOG2);
  }

  /** Slots, those in use and free ones, before the pool grows. */
  get capacity(): number {
    return this.words.length >> WORDS_LOG2;
  }

  /** Slots that were taken and not released. */
  get live(): number {
    return this.#taken;
  }

  /** @throws InvariantError beyond 2^26 slots */
  take(): number {
    this.#taken += 1;
    return this.takeAside();
  }

  release(slot: number): void {
    this.#taken -= 1;
    this.releaseAside(slot);
  }

  /** Takes a slot that does not count as live. */
  protected takeAside(): number {
    const slot = this.#free;
    if (slot === 0) return this.takeBlock(1);
    this.#free = this.words[(slot << WORDS_LOG2) | NEXT] as number;
    return slot;
  }

  protected releaseAside(slot: number): void {
    this.words[(slot << WORDS_LOG2) | NEXT] = this.#free;
    this.#free = slot;
  }

  /** Takes slots in a row, full of zeros, which do not count as live; gives the first. */
  protected takeBlock(count: number): number {
    const first = this.#used;
    while (first + count > this.capacity) this.#grow();
    this.#used = first + count;
    return first;
  }

  /** Gives the slots of a block back, each to be used by itself. */
  protected releaseBlock(first: number, count: number): void {
    for (let slot = first + count - 1; slot >= first; slot -= 1) this.releaseAside(slot);
  }

  #grow(): void {
    const capacity = 2 * this.capacity;
    invariant(capacity <= MAX_CAPACITY, 'the pool of orders is not full');
    const words = new Int32Array(capacity << WORDS_LOG2);
    words.set(this.words);
    this.words = words;
  }
}
