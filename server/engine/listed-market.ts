import { lowerPriceLimit, upperPriceLimit } from '#lib/domain/price-band.ts';
import type { Lots, Quanta, Ticks } from '#lib/domain/quanta.ts';
import * as quanta from '#lib/domain/quanta.ts';
import type { MarketParameters, MarketState, PriceSource, Side, Trigger } from './command.ts';
import * as commands from './command.ts';
import { OrderBook } from './order-book.ts';
import type { OrderPool } from './order-pool.ts';
import * as orderPool from './order-pool.ts';
import * as priceLevels from './price-levels.ts';
import { PriceLevels } from './price-levels.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { MAX_TICKS } = quanta;
const { BUY, INDEX_PRICE, LAST_PRICE, MARK_PRICE, OPEN, POST_ONLY, PRE_OPEN, RISING, SELL } =
  commands;
const { NONE } = orderPool;
const { ASCENDING, DESCENDING } = priceLevels;

/** Sources of prices in the order in which triggers are looked at. */
export const priceSources = [LAST_PRICE, MARK_PRICE, INDEX_PRICE] as const;

/** A market: its parameters, state, prices, order book, and the orders that wait for a trigger. */
export class ListedMarket {
  readonly parameters: MarketParameters;
  readonly book: OrderBook;
  state: MarketState = PRE_OPEN;
  /** Ticks; 0 = none yet. */
  last: Ticks = 0;
  mark: Ticks = 0;
  index: Ticks = 0;
  /** Orders that wait for a trigger. */
  waiting = 0;
  readonly #pool: OrderPool;
  readonly #triggers: (PriceLevels | null)[] = [null, null, null, null, null, null];
  #openOrders = new Int32Array(64);
  #bandReference: Ticks = 0;
  /** By side: the band's limits, own and facing orders, the asset paid with, its quanta in a lock's step. */
  readonly #limits: [Ticks, Ticks] = [0, 0];
  readonly #ladders: readonly [number, number];
  readonly #facing: readonly [number, number];
  readonly #assets: readonly [number, number];
  readonly #lockUnits: readonly [number, number];

  constructor(parameters: MarketParameters, pool: OrderPool) {
    this.parameters = parameters;
    this.#pool = pool;
    this.book = new OrderBook(pool);
    const { bids, asks } = this.book;
    this.#ladders = [bids.ladder, asks.ladder];
    this.#facing = [asks.ladder, bids.ladder];
    this.#assets = [parameters.quoteAsset, parameters.baseAsset];
    this.#lockUnits = [parameters.k, parameters.unitsPerLot];
  }

  /** Whether orders meet each other now. */
  get matches(): boolean {
    return this.state === OPEN || this.state === POST_ONLY;
  }

  /** What price bands are measured from: the index if there is one, else the last trade; 0 = none. */
  get reference(): Ticks {
    return this.index === 0 ? this.last : this.index;
  }

  price(source: PriceSource): Ticks {
    if (source === LAST_PRICE) return this.last;
    return source === INDEX_PRICE ? this.index : this.mark;
  }

  /** The worst price that a side may be priced at, seen from a reference. */
  limitPrice(side: Side, reference: Ticks): Ticks {
    if (reference !== this.#bandReference) this.#measureBand(reference);
    return this.#limits[side];
  }

  /**
   * What an order must have locked: quote quanta of a buy, `price · lots · k`, base quanta of a sell,
   * `lots · unitsPerLot`. Written without a branch, as the side of the next order cannot be guessed.
   */
  lockOf(side: Side, lockPrice: Ticks, lots: Lots): Quanta {
    const ticks = Math.imul(lockPrice - 1, 1 - side) + 1;
    return ticks * lots * this.#lockUnits[side];
  }

  /** Where the pool keeps the orders of a side; the pool is asked directly where time counts. */
  ladder(side: Side): number {
    return this.#ladders[side];
  }

  /** Where the pool keeps the orders that an order of a side may meet. */
  facingLadder(side: Side): number {
    return this.#facing[side];
  }

  /** The asset that a side pays with. */
  assetOf(side: Side): number {
    return this.#assets[side];
  }

  openOrders(account: number): number {
    return account < this.#openOrders.length ? (this.#openOrders[account] as number) : 0;
  }

  countOrder(account: number, by: 1 | -1): void {
    if (account >= this.#openOrders.length) {
      const larger = new Int32Array(Math.max(account + 1, this.#openOrders.length * 2));
      larger.set(this.#openOrders);
      this.#openOrders = larger;
    }
    this.#openOrders[account] = (this.#openOrders[account] as number) + by;
  }

  /** Orders that wait for a source's price to rise or fall, those that trigger first in front. */
  triggers(source: PriceSource, trigger: Trigger): PriceLevels {
    const at = source * 2 + (trigger === RISING ? 0 : 1);
    let queue = this.#triggers[at] ?? null;
    if (queue === null) {
      queue = new PriceLevels(this.#pool, trigger === RISING ? ASCENDING : DESCENDING);
      this.#triggers[at] = queue;
    }
    return queue;
  }

  /** Whether a source's price is where a trigger wants it. */
  holds(condition: {
    readonly trigger: Trigger;
    readonly triggerBy: PriceSource;
    readonly triggerPrice: Ticks;
  }): boolean {
    const price = this.price(condition.triggerBy);
    if (price === 0) return false;
    return condition.trigger === RISING
      ? price >= condition.triggerPrice
      : price <= condition.triggerPrice;
  }

  #measureBand(reference: Ticks): void {
    this.#bandReference = reference;
    this.#limits[BUY] = upperPriceLimit(reference, this.parameters.bandPpm);
    this.#limits[SELL] = lowerPriceLimit(reference, this.parameters.bandPpm);
  }

  /** Whether best bid and best ask would trade. */
  get crossed(): boolean {
    const ask = this.book.asks.best;
    return ask !== 0 && this.book.bids.best >= ask;
  }

  /** Whether an order at this price would trade at once. */
  wouldCross(side: Side, price: Ticks): boolean {
    return this.#pool.reaches(this.#facing[side], price);
  }

  /** The best price at which an order of this side rests without trading; 0 = there is none. */
  priceBehindBest(side: Side): Ticks {
    const best = this.book.opposite(side).best;
    if (side === BUY) return best - 1;
    return best === MAX_TICKS ? 0 : best + 1;
  }

  /**
   * Every open order of the market in the order of the state hash: bids and asks from the best level
   * on, then what waits for a trigger, by source, rising before falling.
   */
  visitSlots(visit: (slot: number) => void): void {
    for (const levels of [this.book.bids, this.book.asks, ...this.#triggers]) {
      if (levels !== null) visitLevels(levels, visit);
    }
  }
}

function visitLevels(levels: PriceLevels, visit: (slot: number) => void): void {
  for (let price = levels.best; price !== 0; price = levels.worseThan(price)) {
    let slot = levels.headAt(price);
    while (slot !== NONE) {
      const next = levels.next(slot);
      visit(slot);
      slot = next;
    }
  }
}
