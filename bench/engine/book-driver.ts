import { NONE, OrderBook, OrderPool } from '#server/engine/index.ts';
import type { FillLog } from './fill-log.ts';
import type { Runner } from './measure-runs.ts';
import { CANCEL, LIMIT, MARKET, type Stream } from './stream.ts';
import { HASH_START, hashNumber } from './stream-hash.ts';
import type { Outcome } from './workload.ts';

/** A taker without a limit, by side. */
const ANY_PRICE = [2_147_483_647, 1] as const;

/** The engine's book structures driven by a stream: price–time matching and nothing else. */
export class BookDriver {
  declare private readonly pool: OrderPool;
  declare private readonly book: OrderBook;
  declare private readonly fills: FillLog;
  /** The bids' ladder, and how far the asks' one is from it. */
  declare private readonly bids: number;
  declare private readonly step: number;

  /** @param capacity - orders for which there is room before memory grows */
  constructor({ fills, capacity }: { readonly fills: FillLog; readonly capacity: number }) {
    this.fills = fills;
    this.pool = new OrderPool(capacity);
    this.book = new OrderBook(this.pool);
    this.bids = this.book.bids.ladder;
    this.step = this.book.asks.ladder - this.bids;
  }

  /** What executes parts of a stream on this book. */
  on({ words }: Stream): Runner {
    return { run: (from, to) => this.#run(words, { from, to }) };
  }

  #run(words: Int32Array, { from, to }: { readonly from: number; readonly to: number }): void {
    for (let at = 4 * from; at < 4 * to; at += 4) this.#execute(words, at);
  }

  /** What came of the commands; walks through the whole book. */
  outcome(): Outcome {
    let live = 0;
    let liveLots = 0;
    let bookHash = HASH_START;
    this.#visit((slot) => {
      const pool = this.pool;
      for (const value of [pool.id(slot), pool.price(slot), pool.visible(slot)]) {
        bookHash = hashNumber(bookHash, value);
      }
      live += 1;
      liveLots += pool.visible(slot);
    });
    return { ...this.fills.summary(), live, liveLots, bookHash: bookHash >>> 0 };
  }

  get live(): number {
    return this.pool.live;
  }

  #visit(visit: (slot: number) => void): void {
    for (const levels of [this.book.bids, this.book.asks]) {
      for (let price = levels.best; price !== 0; price = levels.worseThan(price)) {
        for (let slot = levels.headAt(price); slot !== NONE; slot = levels.next(slot)) visit(slot);
      }
    }
  }

  #execute(words: Int32Array, at: number): void {
    const id = (words[at] as number) >>> 0;
    const what = words[at + 3] as number;
    const kind = what & 255;
    if (kind === CANCEL) {
      this.#cancel(id);
      return;
    }
    const side = ((what >> 8) & 1) as 0 | 1;
    const price = kind === MARKET ? ANY_PRICE[side] : (words[at + 1] as number);
    let lots = words[at + 2] as number;
    const makers = this.bids + (1 - side) * this.step;
    if (this.pool.reaches(makers, price)) lots = this.#take(makers, id, price, lots);
    if (lots > 0 && kind === LIMIT) this.#rest(id, side, price, lots);
  }

  #take(makers: number, id: number, price: number, lots: number): number {
    let left = lots;
    while (left > 0 && this.pool.reaches(makers, price)) left -= this.#fill(makers, id, left);
    return left;
  }

  /** Fills the first of the makers and returns the lots. */
  #fill(makers: number, takerId: number, wanted: number): number {
    const pool = this.pool;
    const maker = pool.headOf(makers);
    const visible = pool.visible(maker);
    this.fills.write(pool.idLow(maker), takerId, pool.bestOf(makers), Math.min(visible, wanted));
    if (visible > wanted) {
      pool.reduce(maker, wanted);
      return wanted;
    }
    pool.remove(maker);
    pool.unlist(maker);
    pool.release(maker);
    return visible;
  }

  #rest(id: number, side: 0 | 1, price: number, lots: number): void {
    const pool = this.pool;
    const slot = pool.take();
    pool.setId(slot, id);
    pool.setFlags(slot, side);
    pool.setPrice(slot, price);
    pool.setVisible(slot, lots);
    pool.list(slot);
    pool.add(this.bids + side * this.step, slot, price);
  }

  #cancel(id: number): void {
    const { pool } = this;
    const slot = pool.find(id);
    if (slot === 0) return;
    pool.remove(slot);
    pool.unlist(slot);
    pool.release(slot);
  }
}
