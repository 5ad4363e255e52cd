import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import { QueuePool } from './queue-pool.ts';

const WORDS_LOG2 = 4;

/** Words of an order. */
const LEVEL = 2;
const VISIBLE = 4;

/** Words of a level. */
const NEXT = 0;

/** Words of a ladder. */
const FLIP = 2;
const BEST_KEY = 3;
const BEST_LEVEL = 4;
const TABLE = 5;
const BASE = 6;
const KEEPER = 7;

/** Keys of a table. */
export const TABLE_KEYS = 65_536;
/** The same; an exported constant is read from memory at each use, this one is not. */
const KEYS = TABLE_KEYS;
/** Where a table begins that covers no key: each is below it, as far as 32 bits tell. */
const NOWHERE = TABLE_KEYS;

/** No level, no order. */
const NO_LEVEL = 0;
const NO_ORDER = -1;

/** The best key of a ladder without orders: after every key that there is. */
const NO_KEY = 0;

/** Who opens and closes the levels of a ladder, and finds those that are not in its table. */
export type LadderKeeper = {
  /** The level of a key that is outside the table, or `NO_LEVEL`. */
  findOutside(key: number): number;
  /** Adds an order at a key that is outside the table. */
  addOutside(key: number, slot: number): void;
  /** Takes out a lone order. */
  removeLone(slot: number): void;
  /** A new level of a key that is in the table. */
  open(key: number): number;
  /** Gives up a level whose last order has left. */
  close(level: number): void;
};

/**
 * Orders in queues by price. A *ladder* is one direction of prices: a record of the same pool that
 * knows its best level and where its table is, a stretch of the pool with one word for each of the
 * prices around the market.
 *
 * Prices are turned into *keys*, all of them negative, such that the lowest key is the best in either
 * direction: so that matching does not ask for the direction, which the processor would guess wrong
 * every other time. What happens to every order is here, in one object and one array, because each
 * further one that is reached on the way costs three to ten percent of the throughput; what happens
 * to a level is the ladder's keeper's.
 */
export class LadderPool extends QueuePool {
  readonly #keepers: LadderKeeper[] = [];

  /**
   * An empty ladder.
   *
   * @param flip - what turns prices into keys and back, by exclusive or
   */
  takeLadder(flip: number, keeper: LadderKeeper): number {
    const ladder = this.takeAside();
    const at = ladder << WORDS_LOG2;
    this.words.fill(0, at, at + (1 << WORDS_LOG2));
    this.words[at | FLIP] = flip;
    this.words[at | BASE] = NOWHERE;
    this.words[at | KEEPER] = this.#keepers.push(keeper) - 1;
    return ladder;
  }

  /** Whether a ladder's best price is at `price` or better; never without orders. */
  reaches(ladder: number, price: Ticks): boolean {
    const { words } = this;
    const at = ladder << WORDS_LOG2;
    return (words[at | BEST_KEY] as number) <= (price ^ (words[at | FLIP] as number));
  }

  /** The best price; 0 without orders. */
  bestOf(ladder: number): Ticks {
    const { words } = this;
    const key = words[(ladder << WORDS_LOG2) | BEST_KEY] as number;
    return key === NO_KEY ? 0 : key ^ (words[(ladder << WORDS_LOG2) | FLIP] as number);
  }

  /** The first order of the best level; −1 without orders. */
  headOf(ladder: number): number {
    const { words } = this;
    const level = words[(ladder << WORDS_LOG2) | BEST_LEVEL] as number;
    return level === NO_LEVEL ? NO_ORDER : (words[(level << WORDS_LOG2) | NEXT] as number);
  }

  /** Adds an order, whose visible lots are set, behind all others at that price. */
  add(ladder: number, slot: number, price: Ticks): void {
    const { words } = this;
    const at = ladder << WORDS_LOG2;
    const key = price ^ (words[at | FLIP] as number);
    const offset = (key - (words[at | BASE] as number)) | 0;
    if (offset >>> 0 >= KEYS) {
      this.#keeper(ladder).addOutside(key, slot);
    } else {
      const level = words[(words[at | TABLE] as number) + offset] as number;
      this.append(level === NO_LEVEL ? this.#keeper(ladder).open(key) : level, slot);
    }
  }

  /** Takes an order out of its queue, wherever it stands. */
  remove(slot: number): void {
    const previous = this.previous(slot);
    if (previous < 0) this.#removeLone(slot);
    else if (this.unlinkBehind(previous, slot)) this.#close(slot);
  }

  /** Lowers the visible lots of an order, which keeps its place. */
  reduce(slot: number, lots: Lots): void {
    const at = slot << WORDS_LOG2;
    this.words[at | VISIBLE] = (this.words[at | VISIBLE] as number) - lots;
    if (!this.isLone(slot)) this.addLots(this.words[at | LEVEL] as number, -lots);
  }

  /** Moves an order behind all others at its price, with other visible lots. */
  refresh(slot: number, visible: Lots): void {
    const isLone = this.isLone(slot);
    if (!isLone) this.unlink(slot);
    this.setVisible(slot, visible);
    if (!isLone) this.append(this.level(slot), slot);
  }

  /** The level of a key, or `NO_LEVEL`. */
  levelOf(ladder: number, key: number): number {
    const { words } = this;
    const at = ladder << WORDS_LOG2;
    const offset = (key - (words[at | BASE] as number)) | 0;
    if (offset >>> 0 >= KEYS) return this.#keeper(ladder).findOutside(key);
    return words[(words[at | TABLE] as number) + offset] as number;
  }

  bestLevel(ladder: number): number {
    return this.words[(ladder << WORDS_LOG2) | BEST_LEVEL] as number;
  }
  /** Sets a ladder's best level, which may be `NO_LEVEL` but no lone order: those who trade ask for its head. */
  setBestLevel(ladder: number, level: number): void {
    const at = ladder << WORDS_LOG2;
    this.words[at | BEST_LEVEL] = level;
    this.words[at | BEST_KEY] = level === NO_LEVEL ? NO_KEY : this.levelKey(level);
  }

  /** The key of a ladder's best level, after every key that there is when it has none. */
  bestKey(ladder: number): number {
    return this.words[(ladder << WORDS_LOG2) | BEST_KEY] as number;
  }

  /** Makes a level that was opened the best one, if it is. */
  offerBest(ladder: number, key: number, level: number): void {
    const { words } = this;
    const at = ladder << WORDS_LOG2;
    if (key >= (words[at | BEST_KEY] as number)) return;
    words[at | BEST_LEVEL] = level;
    words[at | BEST_KEY] = key;
  }

  /** Gives a ladder its table, without any level. */
  takeTable(ladder: number): void {
    const first = this.takeBlock(KEYS >> WORDS_LOG2);
    this.words[(ladder << WORDS_LOG2) | TABLE] = first << WORDS_LOG2;
  }

  /** The first key of a ladder's table. */
  tableBase(ladder: number): number {
    return this.words[(ladder << WORDS_LOG2) | BASE] as number;
  }
  setTableBase(ladder: number, base: number): void {
    this.words[(ladder << WORDS_LOG2) | BASE] = base;
  }

  /** The level at a place of the table, or `NO_LEVEL`. */
  tableLevel(ladder: number, offset: number): number {
    const table = this.words[(ladder << WORDS_LOG2) | TABLE] as number;
    return this.words[table + offset] as number;
  }
  setTableLevel(ladder: number, offset: number, level: number): void {
    const table = this.words[(ladder << WORDS_LOG2) | TABLE] as number;
    this.words[table + offset] = level;
  }

  #keeper(ladder: number): LadderKeeper {
    return this.#keepers[this.words[(ladder << WORDS_LOG2) | KEEPER] as number] as LadderKeeper;
  }

  #removeLone(slot: number): void {
    this.#keeper(this.levelLadder(slot)).removeLone(slot);
  }

  #close(slot: number): void {
    const level = this.level(slot);
    this.#keeper(this.levelLadder(level)).close(level);
  }
}
