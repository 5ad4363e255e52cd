import type { BookLevels } from './book-level.ts';
import { feeOf } from './fee.ts';
import type { Market } from './market.ts';
import { notionalOf } from './notional.ts';
import { checkRequest, type OrderRefusal, oneShot, orderPrice } from './order-preview-checks.ts';
import type { OrderRequest } from './order-request.ts';
import { type OrderLock, orderLock } from './order-size.ts';
import type { Lots, Quanta, Ticks } from './quanta.ts';
import { MAX_MAKERS, type SweptBook, sweepBook } from './sweep-book.ts';

/** What is known of the market and of the account when an order is looked at. */
export type PreviewContext = {
  readonly market: Market;
  /** As much of the book as is known. */
  readonly book: BookLevels;
  /** 0 = none yet. */
  readonly lastTicks: Ticks;
  /** 0 = none yet. */
  readonly indexTicks: Ticks;
  /** Own resting lots by price, on the side opposite to the order's. */
  readonly ownLots: ReadonlyMap<Ticks, Lots>;
  /** Available of the asset that the order pays with. */
  readonly available: Quanta;
  /** Open orders of the account in this market. */
  readonly openOrders: number;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
};

/** What becomes of the part that is not filled at once. */
export type RestFate = 'none' | 'rests' | 'canceled' | 'waits';

export type OrderPreview = {
  /** The code with which the engine would refuse it; `null` when it would not. */
  readonly refusal: OrderRefusal | null;
  /** Limit, or the protection price that a market order gets; 0 while there is none. */
  readonly priceTicks: Ticks;
  readonly lock: OrderLock;
  /** What it takes at once; nothing for an order that waits for its trigger. */
  readonly fill: SweptBook;
  /** Taker's fee on what is filled at once, in quanta of what is received: exact when `feeExact`. */
  readonly feeQuanta: Quanta;
  /**
   * Whether every price filled at has one maker. Each fill's fee is rounded up by itself, so that more
   * makers may add a quantum each.
   */
  readonly feeExact: boolean;
  readonly restLots: Lots;
  readonly rest: RestFate;
};

const NOTHING: SweptBook = {
  lots: 0,
  notionalQuanta: 0,
  levels: [],
  end: 'filled',
  exact: true,
};

/**
 * What the engine would do with an order on this book, by the engine's own rules in their order
 * (docs/matching.md, Placing an order): refused with which code, at which price, locking what, filled
 * by which levels at which fee, and what becomes of the rest. The market is open. Own orders met
 * stop the order (self-trade prevention "newest"). Where `fill.exact` is false the engine fills at
 * most what is said here.
 */
export function previewOrder(request: OrderRequest, context: PreviewContext): OrderPreview {
  const { market } = context;
  const priceTicks = orderPrice(request, context);
  const lock = orderLock(market, {
    side: request.side,
    priceTicks,
    lots: request.quantityLots,
  });
  const waits = request.triggerTicks !== 0;
  const fill = waits || priceTicks === 0 ? NOTHING : sweepFor(request, context, priceTicks);
  const refusal =
    checkRequest({ request, context, priceTicks }) ??
    refusedByBook(request, fill) ??
    (context.available < lock.quanta ? 'risk/insufficient-funds' : null);
  const restLots = request.quantityLots - fill.lots;
  return {
    refusal,
    priceTicks,
    lock,
    fill,
    ...takerFee(market, request.side, fill),
    restLots,
    rest: restFate(request, fill, restLots),
  };
}

function sweepFor(
  request: OrderRequest,
  { market, book, ownLots }: PreviewContext,
  priceTicks: Ticks,
): SweptBook {
  return sweepBook({
    side: request.side,
    levels: request.side === 'buy' ? book.asks : book.bids,
    want: { lots: request.quantityLots },
    limitTicks: priceTicks,
    k: market.k,
    maxMakers: oneShot(request) ? MAX_MAKERS : Number.POSITIVE_INFINITY,
    ownLots,
  });
}

/** An own order counts for post-only too: it stands in the book like any other. */
function refusedByBook(request: OrderRequest, fill: SweptBook): OrderRefusal | null {
  const meets = fill.lots > 0 || fill.end === 'own-order';
  if (request.postOnly && meets) return 'matching/post-only-would-cross';
  const whole = fill.lots === request.quantityLots;
  return request.timeInForce === 'FOK' && !whole ? 'matching/fill-or-kill' : null;
}

function takerFee(
  { k, unitsPerLot, takerFeePpm }: Market,
  side: OrderRequest['side'],
  { levels }: SweptBook,
): Pick<OrderPreview, 'feeQuanta' | 'feeExact'> {
  let feeQuanta = 0;
  let feeExact = true;
  for (const { priceTicks, lots, orderCount } of levels) {
    const received = side === 'buy' ? lots * unitsPerLot : notionalOf(priceTicks, lots, k);
    feeQuanta += feeOf(received, takerFeePpm);
    feeExact = feeExact && orderCount === 1;
  }
  return { feeQuanta, feeExact };
}

function restFate(request: OrderRequest, fill: SweptBook, restLots: Lots): RestFate {
  if (request.triggerTicks !== 0) return 'waits';
  if (restLots === 0) return 'none';
  return oneShot(request) || fill.end === 'own-order' ? 'canceled' : 'rests';
}
