import { BucketTree } from './bucket-tree.ts';
import * as orderPool from './order-pool.ts';
import type { QueuePool } from './queue-pool.ts';
import * as queuePool from './queue-pool.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { NONE } = orderPool;
const { NO_LEVEL } = queuePool;

/** Levels in one bucket before it is split. */
const MAX_LIST = 16;
/**
 * A bucket holds the head of its list, and in the lower bits how long that is: a number above 0, as
 * levels are below 2^26.
 */
const LENGTH_BITS = 5;
const LENGTH_MASK = 31;
/** Root buckets once there are more: 2,048 for each doubling of the price. */
const MANTISSA_BITS = 11;
const TABLE = 1 << 16;
/** Of the only bucket while there are few levels: it covers all prices. */
const WIDEST = 31;

/**
 * The levels away from the market, lone orders among them. A few stand in one short list. More are
 * spread over buckets whose width grows with the price, as prices do that people type in; a bucket
 * that gets too full, because someone places orders there on purpose, is split into 32, again and
 * again. So every look costs a few steps wherever the prices are.
 *
 * Buckets are sorted by key, the list of a bucket is not: who adds an order has only to see that its key
 * is not there yet, which the processor guesses, rather than wait for the keys to find its place.
 */
export class FarLevels {
  declare private readonly pool: QueuePool;
  declare private readonly flip: number;
  #tree = new BucketTree(1);
  #spread = false;
  #first = NO_LEVEL;
  #count = 0;

  /** @param flip - `key ^ flip` is the price of a key */
  constructor(pool: QueuePool, flip: number) {
    this.pool = pool;
    this.flip = flip;
  }

  get count(): number {
    return this.#count;
  }

  /** The level of the lowest key, or `NO_LEVEL`. */
  get first(): number {
    return this.#first;
  }

  /** The level of a key, or `NO_LEVEL`. */
  find(key: number): number {
    return this.#listed(this.#headAt(this.#placeOf(key)), key);
  }

  /** The level of the lowest key above `key`, or `NO_LEVEL`. */
  after(key: number): number {
    const place = this.#placeOf(key);
    const level = this.#lowestAbove(this.#headAt(place), key);
    if (level !== NO_LEVEL) return level;
    const next = this.#tree.after(place);
    return next === NONE ? NO_LEVEL : this.#lowestAbove(this.#headAt(next), key);
  }

  /**
   * Adds an order behind all others of its key; a lone one if there are none.
   *
   * @returns Whether there were none.
   */
  add(key: number, slot: number, ladder: number): boolean {
    const { pool } = this;
    const place = this.#placeOf(key);
    const held = this.#tree.content(place);
    const found = this.#listed(held >> LENGTH_BITS, key);
    if (found !== NO_LEVEL) {
      pool.append(pool.isLone(found) ? this.#widen(found) : found, slot);
      return false;
    }
    pool.standAlone(slot, key, ladder);
    this.#link(place, held, slot);
    this.#counted(slot, key);
    return true;
  }

  /** The first level, or `NO_LEVEL`; never a lone order. */
  firstJoinable(): number {
    const { pool } = this;
    if (this.#first !== NO_LEVEL && pool.isLone(this.#first)) this.#widen(this.#first);
    return this.#first;
  }

  /** Gives a lone order a level, which takes its place. */
  #widen(slot: number): number {
    const key = this.pool.levelKey(slot);
    this.#unlink(this.#placeOf(key), slot);
    const level = this.pool.joinable(slot);
    this.#put(this.#placeOf(key), level);
    if (this.#first === slot) this.#first = level;
    return level;
  }

  /** Adds a level whose key is not in yet. */
  insert(level: number): void {
    const key = this.pool.levelKey(level);
    this.#put(this.#placeOf(key), level);
    this.#counted(level, key);
  }

  /** Takes out a level that is in. */
  remove(level: number): void {
    const key = this.pool.levelKey(level);
    if (level === this.#first) this.#first = this.after(key);
    this.#unlink(this.#placeOf(key), level);
    this.#count -= 1;
  }

  /** Takes note of a level that was put in its place. */
  #counted(level: number, key: number): void {
    this.#count += 1;
    if (this.#first === NO_LEVEL || key < this.pool.levelKey(this.#first)) this.#first = level;
  }

  /** The first level of the list at a place, or `NO_LEVEL`. */
  #headAt(place: number): number {
    return this.#tree.content(place) >> LENGTH_BITS;
  }

  #put(place: number, level: number): void {
    this.#link(place, this.#tree.content(place), level);
  }

  /** Puts a level in front of the list that a bucket holds. */
  #link(place: number, held: number, level: number): void {
    this.pool.setListNext(level, held >> LENGTH_BITS);
    const length = (held & LENGTH_MASK) + 1;
    const holds = (level << LENGTH_BITS) | length;
    if (held === 0) this.#tree.fill(place, holds);
    else this.#tree.replace(place, holds);
    if (length > MAX_LIST)
      this.#split(place, level, this.#widthOf(place, this.pool.levelKey(level)));
  }

  #unlink(place: number, level: number): void {
    const pool = this.pool;
    const held = this.#tree.content(place);
    const length = (held & LENGTH_MASK) - 1;
    const head = held >> LENGTH_BITS;
    if (length === 0) {
      this.#tree.empty(place);
    } else if (head === level) {
      this.#tree.replace(place, (pool.listNext(level) << LENGTH_BITS) | length);
    } else {
      pool.setListNext(this.#listedBefore(head, level), pool.listNext(level));
      this.#tree.replace(place, held - 1);
    }
  }

  /** Spreads a list that has become too long over smaller buckets. */
  #split(place: number, head: number, width: number): void {
    if (width === WIDEST) {
      this.#spread = true;
      this.#tree = new BucketTree(TABLE);
    } else {
      this.#tree.split(place, Math.max(0, width - 5));
    }
    let level = head;
    while (level !== NO_LEVEL) {
      const next = this.pool.listNext(level);
      this.#put(this.#placeOf(this.pool.levelKey(level)), level);
      level = next;
    }
  }

  /** What is before a level in its list, which it is not the head of. */
  #listedBefore(head: number, level: number): number {
    let before = head;
    while (this.pool.listNext(before) !== level) before = this.pool.listNext(before);
    return before;
  }

  /** The level of a key in a list, or `NO_LEVEL`. */
  #listed(head: number, key: number): number {
    let level = head;
    while (level !== NO_LEVEL && this.pool.levelKey(level) !== key)
      level = this.pool.listNext(level);
    return level;
  }

  /** The level of a list that has the lowest key above `key`, or `NO_LEVEL`. */
  #lowestAbove(head: number, key: number): number {
    const { pool } = this;
    let lowest = NO_LEVEL;
    let lowestKey = 0;
    for (let level = head; level !== NO_LEVEL; level = pool.listNext(level)) {
      const other = pool.levelKey(level);
      if (other <= key || other >= lowestKey) continue;
      lowest = level;
      lowestKey = other;
    }
    return lowest;
  }

  #placeOf(key: number): number {
    return this.#tree.placeOf(this.#spread ? this.#rootOf(key) : 0, key);
  }

  /** Neighbouring root buckets hold neighbouring keys, whichever way keys run. */
  #rootOf(key: number): number {
    const price = key ^ this.flip;
    const width = rootWidth(price);
    return ((width << MANTISSA_BITS) + (price >>> width)) ^ (this.flip & (TABLE - 1));
  }

  /** Binary logarithm of how many keys a bucket covers. */
  #widthOf(place: number, key: number): number {
    if (this.#tree.isPart(place)) return this.#tree.partWidth(place);
    return this.#spread ? rootWidth(key ^ this.flip) : WIDEST;
  }
}

/** Up to 4,095 ticks every price has a bucket; from there on, 2,048 buckets share each doubling. */
function rootWidth(price: number): number {
  return Math.max(0, 31 - MANTISSA_BITS - Math.clz32(price));
}
