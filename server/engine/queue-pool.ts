import { RecordPool } from './record-pool.ts';

/** No level. */
export const NO_LEVEL = 0;

const WORDS_LOG2 = 4;

/** Words of an order that its queue is concerned with. */
const NEXT = 0;
const PREVIOUS = 1;
const LEVEL = 2;
const VISIBLE = 4;

/** Words of a level, besides the first two. */
const KEY = 3;
const LOTS = 4;
const CARRIED = 5;
const COUNT = 6;
const LIST_NEXT = 7;
const PLACE = 8;
const LADDER = 9;

const TWO_31 = 2_147_483_648;
const LOW_31_BITS = 2_147_483_647;

/**
 * Orders in queues. A queue is a ring that begins and ends with its *level*, a record of the same
 * pool: so an order is linked in and out without asking whether it is the first or the last, which
 * the processor would guess wrong every few orders.
 *
 * A level also knows how many orders stand in its queue and how many lots of them are visible: a sum
 * that may exceed 32 bits, kept as its lower 31 bits and a count of carries.
 */
export class QueuePool extends RecordPool {
  /**
   * A level with an empty queue.
   *
   * @param ladder - what it is a level of
   */
  takeLevel(key: number, ladder = 0): number {
    const level = this.takeAside();
    const at = level << WORDS_LOG2;
    this.words[at | NEXT] = level;
    this.words[at | PREVIOUS] = level;
    this.words[at | KEY] = key;
    this.words[at | LOTS] = 0;
    this.words[at | CARRIED] = 0;
    this.words[at | COUNT] = 0;
    this.words[at | LADDER] = ladder;
    return level;
  }

  releaseLevel(level: number): void {
    this.releaseAside(level);
  }

  /** The order behind another one, its level behind the last one. Of a level: its first order. */
  next(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | NEXT] as number;
  }

  /** The order before another one, its level before the first one. Of a level: its last order. */
  previous(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | PREVIOUS] as number;
  }

  /** The level in whose queue an order stands. */
  level(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | LEVEL] as number;
  }

  /** Lots of an order that can be met now. */
  visible(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | VISIBLE] as number;
  }
  setVisible(slot: number, value: number): void {
    this.words[(slot << WORDS_LOG2) | VISIBLE] = value;
  }

  /** Puts an order at the end of a level's queue. */
  append(level: number, slot: number): void {
    const { words } = this;
    const at = level << WORDS_LOG2;
    const order = slot << WORDS_LOG2;
    const last = words[at | PREVIOUS] as number;
    words[order | LEVEL] = level;
    words[order | NEXT] = level;
    words[order | PREVIOUS] = last;
    words[(last << WORDS_LOG2) | NEXT] = slot;
    words[at | PREVIOUS] = slot;
    words[at | COUNT] = ((words[at | COUNT] as number) + 1) | 0;
    const lots = ((words[at | LOTS] as number) + (words[order | VISIBLE] as number)) | 0;
    words[at | LOTS] = lots;
    if (lots < 0) this.#carry(level, 1);
  }

  /** Takes an order out of its level's queue and says whether that is empty now. */
  unlink(slot: number): boolean {
    const { words } = this;
    const order = slot << WORDS_LOG2;
    const at = (words[order | LEVEL] as number) << WORDS_LOG2;
    const next = words[order | NEXT] as number;
    const previous = words[order | PREVIOUS] as number;
    words[(previous << WORDS_LOG2) | NEXT] = next;
    words[(next << WORDS_LOG2) | PREVIOUS] = previous;
    words[at | COUNT] = ((words[at | COUNT] as number) - 1) | 0;
    const lots = ((words[at | LOTS] as number) - (words[order | VISIBLE] as number)) | 0;
    words[at | LOTS] = lots;
    if (lots < 0) this.#carry(at >> WORDS_LOG2, -1);
    // Only a level has itself on either side.
    return next === previous;
  }

  /** Changes a level's visible lots by −(2^31 − 1) … 2^31 − 1. */
  addLots(level: number, lots: number): void {
    const at = (level << WORDS_LOG2) | LOTS;
    const sum = ((this.words[at] as number) + lots) | 0;
    this.words[at] = sum;
    if (sum < 0) this.#carry(level, lots < 0 ? -1 : 1);
  }

  /** Visible lots of all orders in a level's queue. */
  levelLots(level: number): number {
    const at = level << WORDS_LOG2;
    return (this.words[at | CARRIED] as number) * TWO_31 + (this.words[at | LOTS] as number);
  }

  /** How many orders stand in a level's queue. */
  levelOrders(level: number): number {
    return this.words[(level << WORDS_LOG2) | COUNT] as number;
  }

  levelKey(level: number): number {
    return this.words[(level << WORDS_LOG2) | KEY] as number;
  }

  /** What the level is a level of. */
  levelLadder(level: number): number {
    return this.words[(level << WORDS_LOG2) | LADDER] as number;
  }

  /** The next level of a sorted list, or `NO_LEVEL`. */
  listNext(level: number): number {
    return this.words[(level << WORDS_LOG2) | LIST_NEXT] as number;
  }
  setListNext(level: number, next: number): void {
    this.words[(level << WORDS_LOG2) | LIST_NEXT] = next;
  }

  /** Where the sorted list is that a level is in. */
  listPlace(level: number): number {
    return this.words[(level << WORDS_LOG2) | PLACE] as number;
  }
  setListPlace(level: number, place: number): void {
    this.words[(level << WORDS_LOG2) | PLACE] = place;
  }

  #carry(level: number, by: number): void {
    const at = level << WORDS_LOG2;
    this.words[at | LOTS] = (this.words[at | LOTS] as number) & LOW_31_BITS;
    this.words[at | CARRIED] = (this.words[at | CARRIED] as number) + by;
  }
}
