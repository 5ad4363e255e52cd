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
const LIST_NEXT = 2;
const KEY = 3;
const LOTS = 4;
const CARRIED = 5;
const COUNT = 6;
const LADDER = 7;

/** Words of a lone order, where others have their neighbours: no slot is below 0, every key is. */
const LONE_LADDER = 0;
const LONE_KEY = 1;

const TWO_31 = 2_147_483_648;
const LOW_31_BITS = 2_147_483_647;

/**
 * Orders in queues. A queue is a ring that begins and ends with its *level*, a record of the same
 * pool: so an order is linked in and out without asking whether it is the first or the last, which
 * the processor would guess wrong every few orders.
 *
 * A level also knows how many orders stand in its queue and how many lots of them are visible: a sum
 * that may exceed 32 bits, kept as its lower 31 bits and a count of carries.
 *
 * Away from the market most orders are the only one at their price. Such a *lone* order has no level
 * but is its own one, a record less to reach: what asks about a level may be asked about it as well,
 * until another order joins it and both get a level.
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

  /**
   * Makes an order, which is in no queue, a lone one.
   *
   * @param key - below 0
   */
  standAlone(slot: number, key: number, ladder: number): void {
    this.words[(slot << WORDS_LOG2) | LONE_LADDER] = ladder;
    this.words[(slot << WORDS_LOG2) | LONE_KEY] = key;
  }

  /** Whether this is a lone order rather than one in a queue, or a level. */
  isLone(slot: number): boolean {
    return (this.words[(slot << WORDS_LOG2) | LONE_KEY] as number) < 0;
  }

  /** A level with what was a lone order in its queue. */
  joinable(slot: number): number {
    const level = this.takeLevel(this.levelKey(slot), this.levelLadder(slot));
    this.append(level, slot);
    return level;
  }

  /** The order behind another one in a queue, its level behind the last one. Of a level: its first order. */
  next(slot: number): number {
    return this.words[(slot << WORDS_LOG2) | NEXT] as number;
  }

  /** The order before another one in a queue, its level before the first one. Of a level: its last order. */
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
    return this.unlinkBehind(this.previous(slot), slot);
  }

  /** The same, where it is known what is before it. */
  protected unlinkBehind(previous: number, slot: number): boolean {
    const { words } = this;
    const order = slot << WORDS_LOG2;
    const at = (words[order | LEVEL] as number) << WORDS_LOG2;
    const next = words[order | NEXT] as number;
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

  /** The first order in a level's queue. */
  levelHead(level: number): number {
    return this.isLone(level) ? level : this.next(level);
  }

  /** Visible lots of all orders in a level's queue. */
  levelLots(level: number): number {
    if (this.isLone(level)) return this.visible(level);
    const at = level << WORDS_LOG2;
    return (this.words[at | CARRIED] as number) * TWO_31 + (this.words[at | LOTS] as number);
  }

  /** How many orders stand in a level's queue. */
  levelOrders(level: number): number {
    return this.isLone(level) ? 1 : (this.words[(level << WORDS_LOG2) | COUNT] as number);
  }

  levelKey(level: number): number {
    const { words } = this;
    const at = level << WORDS_LOG2;
    const lone = words[at | LONE_KEY] as number;
    return lone < 0 ? lone : (words[at | KEY] as number);
  }

  /** What the level is a level of. */
  levelLadder(level: number): number {
    const word = this.isLone(level) ? LONE_LADDER : LADDER;
    return this.words[(level << WORDS_LOG2) | word] as number;
  }

  /** The next level of a sorted list, or `NO_LEVEL`. */
  listNext(level: number): number {
    return this.words[(level << WORDS_LOG2) | LIST_NEXT] as number;
  }
  setListNext(level: number, next: number): void {
    this.words[(level << WORDS_LOG2) | LIST_NEXT] = next;
  }

  #carry(level: number, by: number): void {
    const at = level << WORDS_LOG2;
    this.words[at | LOTS] = (this.words[at | LOTS] as number) & LOW_31_BITS;
    this.words[at | CARRIED] = (this.words[at | CARRIED] as number) + by;
  }
}
