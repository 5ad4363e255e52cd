import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import { NONE, type OrderPool } from './order-pool.ts';
import { PriceLadder } from './price-ladder.ts';
import { NO_LEVEL } from './queue-pool.ts';

/** The lowest price is the best: asks, and orders that wait for a price to rise. */
export const ASCENDING = 0;
/** The highest price is the best: bids, and orders that wait for a price to fall. */
export const DESCENDING = 1;
export type Direction = typeof ASCENDING | typeof DESCENDING;

/** What turns prices into keys and back: all of them negative, the best one the lowest. */
const FLIP_SIGN = -2_147_483_648;
const FLIP_ALL = -1;

/**
 * Queues of orders by price, the best price first, at each price the longest waiting first. What it
 * does is the pool's doing, with its ladder; matching goes there without this detour.
 */
export class PriceLevels {
  /** The ladder's record in the pool. */
  readonly ladder: number;
  readonly #pool: OrderPool;
  readonly #levels: PriceLadder;
  readonly #flip: number;

  constructor(pool: OrderPool, direction: Direction) {
    this.#pool = pool;
    this.#flip = direction === ASCENDING ? FLIP_SIGN : FLIP_ALL;
    this.#levels = new PriceLadder(pool, this.#flip);
    this.ladder = this.#levels.ladder;
  }

  /** The best price; 0 without orders. */
  get best(): Ticks {
    return this.#pool.bestOf(this.ladder);
  }

  /** Whether the best price is at `price` or better; never without orders. */
  reaches(price: Ticks): boolean {
    return this.#pool.reaches(this.ladder, price);
  }

  /** The first order of the best level, or `NONE`. */
  head(): number {
    return this.#pool.headOf(this.ladder);
  }

  /** The order behind another one of its level, or `NONE`. */
  next(slot: number): number {
    if (this.#pool.isLone(slot)) return NONE;
    const next = this.#pool.next(slot);
    return next === this.#pool.level(slot) ? NONE : next;
  }

  /** The order before another one of its level, or `NONE`. */
  previous(slot: number): number {
    if (this.#pool.isLone(slot)) return NONE;
    const previous = this.#pool.previous(slot);
    return previous === this.#pool.level(slot) ? NONE : previous;
  }

  /** The next worse price that has orders, whether or not `price` has any; 0 = none. */
  worseThan(price: Ticks): Ticks {
    const level = this.#levels.after(price ^ this.#flip);
    return level === NO_LEVEL ? 0 : this.#pool.levelKey(level) ^ this.#flip;
  }

  /** The first order at a price, or `NONE`. */
  headAt(price: Ticks): number {
    const level = this.#find(price);
    return level === NO_LEVEL ? NONE : this.#pool.levelHead(level);
  }

  /** Visible lots of all orders at a price. */
  lotsAt(price: Ticks): number {
    const level = this.#find(price);
    return level === NO_LEVEL ? 0 : this.#pool.levelLots(level);
  }

  /** How many orders there are at a price. */
  ordersAt(price: Ticks): number {
    const level = this.#find(price);
    return level === NO_LEVEL ? 0 : this.#pool.levelOrders(level);
  }

  /** Adds an order, whose visible lots are set, behind all others at that price. */
  add(slot: number, price: Ticks): void {
    this.#pool.add(this.ladder, slot, price);
  }

  /** Takes an order out of its queue, wherever it stands. */
  remove(slot: number): void {
    this.#pool.remove(slot);
  }

  /** Lowers the visible lots of an order, which keeps its place. */
  reduce(slot: number, lots: Lots): void {
    this.#pool.reduce(slot, lots);
  }

  /** Moves an order behind all others at its price, with other visible lots. */
  refresh(slot: number, visible: Lots): void {
    this.#pool.refresh(slot, visible);
  }

  #find(price: Ticks): number {
    return this.#pool.levelOf(this.ladder, price ^ this.#flip);
  }
}
