import { type LimitOrderOptions, OrderBook, Side } from 'nodejs-order-book';
import { CANCEL, IOC, LIMIT, MARKET, type Stream } from './stream.ts';
import { HASH_START, hashNumber } from './stream-hash.ts';
import type { Outcome } from './workload.ts';

type Call = (book: OrderBook) => unknown;

/** The package does not export its names for them. */
type TimeInForce = NonNullable<LimitOrderOptions['timeInForce']>;
const GOOD_TILL_CANCELED = 'GTC' as TimeInForce;
const IMMEDIATE_OR_CANCEL = 'IOC' as TimeInForce;

/**
 * The npm package driven by the same stream. Its arguments are made before it is measured: texts for
 * ids and an object for each order are its interface, not its work.
 */
export class PeerDriver {
  readonly #book = new OrderBook();
  readonly #calls: readonly Call[];

  constructor(calls: readonly Call[]) {
    this.#calls = calls;
  }

  static callsOf(stream: Stream): readonly Call[] {
    return Array.from({ length: stream.count }, (_, index) => callOf(stream, index));
  }

  run(from: number, to: number): void {
    for (let index = from; index < to; index += 1) this.#calls[index]?.(this.#book);
  }

  /** Of what it says of itself: the orders that rest at the end, in order. */
  outcome(): Pick<Outcome, 'live' | 'liveLots' | 'bookHash'> {
    const { bids, asks } = this.#book.snapshot();
    const best = (sign: number) => (one: { price: number }, other: { price: number }) =>
      sign * (one.price - other.price);
    let live = 0;
    let liveLots = 0;
    let bookHash = HASH_START;
    for (const level of [...bids.toSorted(best(-1)), ...asks.toSorted(best(1))]) {
      for (const order of level.orders) {
        for (const value of [Number(order.id), level.price, order.size]) {
          bookHash = hashNumber(bookHash, value);
        }
        live += 1;
        liveLots += order.size;
      }
    }
    return { live, liveLots, bookHash: bookHash >>> 0 };
  }
}

function callOf(stream: Stream, index: number): Call {
  const id = String(stream.id(index));
  const size = stream.lots(index);
  const price = stream.price(index);
  const side = stream.side(index) === 0 ? Side.BUY : Side.SELL;
  const kind = stream.kind(index);
  switch (kind) {
    case CANCEL:
      return (book) => book.cancel(id);
    case MARKET:
      return (book) => book.market({ side, size });
    case LIMIT:
    case IOC: {
      const timeInForce = kind === LIMIT ? GOOD_TILL_CANCELED : IMMEDIATE_OR_CANCEL;
      const order = { id, side, size, price, timeInForce };
      return (book) => book.limit(order);
    }
  }
}
