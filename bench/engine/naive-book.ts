import { HASH_START, hashNumber } from './stream-hash.ts';

type Order = { readonly id: number; readonly side: 0 | 1; readonly price: number; lots: number };
type Queue = { readonly orders: Order[]; head: number; live: number };

/** Canceled orders stay in their queue with 0 lots until there are too many of them. */
const MUCH_DEAD = 4;
const LONG = 64;

/**
 * An order book that shares nothing with the one that is measured: sorted arrays of prices, best last,
 * and arrays of orders. What it says about a stream is what other books are held against.
 */
export class NaiveBook {
  readonly #prices: readonly [number[], number[]] = [[], []];
  readonly #queues = [new Map<number, Queue>(), new Map<number, Queue>()] as const;
  readonly #orders = new Map<number, Order>();
  readonly #onDone: (id: number) => void;
  fills = 0;
  fillHash = HASH_START;
  filledLots = 0;
  /** Sum of price times lots. */
  filledValue = 0;

  /** @param onDone - is told of every resting order that was filled whole */
  constructor(onDone: (id: number) => void) {
    this.#onDone = onDone;
  }

  get live(): number {
    return this.#orders.size;
  }

  get levels(): number {
    return this.#prices[0].length + this.#prices[1].length;
  }

  /** 0 without orders. */
  best(side: 0 | 1): number {
    return this.#prices[side].at(-1) ?? 0;
  }

  rest(order: Order): void {
    const queues = this.#queues[order.side];
    let queue = queues.get(order.price);
    if (queue === undefined) {
      queue = { orders: [], head: 0, live: 0 };
      queues.set(order.price, queue);
      this.#prices[order.side].splice(this.#position(order.side, order.price), 0, order.price);
    }
    queue.orders.push(order);
    queue.live += 1;
    this.#orders.set(order.id, order);
  }

  cancel(id: number): void {
    const order = this.#orders.get(id);
    if (order === undefined) throw new Error(`order ${id} is not resting`);
    this.#orders.delete(id);
    order.lots = 0;
    const queue = this.#queueAt(order.side, order.price);
    queue.live -= 1;
    if (queue.live === 0) this.#drop(order.side, order.price);
    else if (queue.orders.length > LONG && queue.live * MUCH_DEAD < queue.orders.length) {
      queue.orders.splice(
        0,
        Number.POSITIVE_INFINITY,
        ...queue.orders.filter(({ lots }) => lots > 0),
      );
      queue.head = 0;
    }
  }

  /**
   * Matches an order against the other side, no worse than its price; 0 = at any price. Returns the
   * lots that are left.
   */
  take(taker: Order): number {
    const side = taker.side === 0 ? 1 : 0;
    for (let price = this.best(side); price !== 0 && taker.lots > 0; price = this.best(side)) {
      if (taker.price !== 0 && (side === 1 ? price > taker.price : price < taker.price)) break;
      const queue = this.#queueAt(side, price);
      this.#takeFrom(queue, taker);
      if (queue.live === 0) this.#drop(side, price);
    }
    return taker.lots;
  }

  /** Visits what rests: bids, best first, then asks, each price in order of time. */
  visit(visit: (order: Readonly<Order>) => void): void {
    for (const side of [0, 1] as const) {
      for (const price of this.#prices[side].toReversed()) {
        for (const order of this.#queueAt(side, price).orders) if (order.lots > 0) visit(order);
      }
    }
  }

  #takeFrom(queue: Queue, taker: Order): void {
    while (taker.lots > 0 && queue.live > 0) {
      const maker = queue.orders[queue.head];
      if (maker === undefined) throw new Error('a queue counts its orders');
      if (maker.lots > 0) this.#fill(queue, maker, taker);
      if (maker.lots === 0) queue.head += 1;
    }
  }

  #fill(queue: Queue, maker: Order, taker: Order): void {
    const lots = Math.min(maker.lots, taker.lots);
    maker.lots -= lots;
    taker.lots -= lots;
    this.fills += 1;
    this.filledLots += lots;
    this.filledValue += maker.price * lots;
    for (const value of [maker.id, taker.id, maker.price, lots]) {
      this.fillHash = hashNumber(this.fillHash, value);
    }
    if (maker.lots > 0) return;
    queue.live -= 1;
    this.#orders.delete(maker.id);
    this.#onDone(maker.id);
  }

  #drop(side: 0 | 1, price: number): void {
    this.#queues[side].delete(price);
    this.#prices[side].splice(this.#position(side, price), 1);
  }

  #queueAt(side: 0 | 1, price: number): Queue {
    const queue = this.#queues[side].get(price);
    if (queue === undefined) throw new Error(`nothing rests at ${price}`);
    return queue;
  }

  /** Where a price is, or belongs, among the prices of a side: from worst to best. */
  #position(side: 0 | 1, price: number): number {
    const prices = this.#prices[side];
    let low = 0;
    let high = prices.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = prices[middle] ?? 0;
      if (side === 0 ? there < price : there > price) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
