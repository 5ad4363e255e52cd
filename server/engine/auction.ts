import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import { type Clearing, clearingPrice } from './clearing-price.ts';
import { BUY } from './command.ts';
import { FILLED } from './done-reason.ts';
import type { EngineState } from './engine-state.ts';
import { invariant } from './invariant.ts';
import type { ListedMarket } from './listed-market.ts';
import { fill, reduceResting } from './match-order.ts';
import { marketOf, RESTING, statusOf } from './order-flags.ts';
import { NONE, type OrderPool } from './order-pool.ts';
import type { OrderTerms } from './order-terms.ts';
import type { PriceLevels } from './price-levels.ts';
import type { RejectCode } from './reject-code.ts';

/**
 * Trades a crossed book at one price: the one that trades most (docs/matching.md, Auction). A book
 * that is not crossed is left alone.
 */
export function runAuction(state: EngineState, market: ListedMarket): void {
  const clearing = indicativeAuction(state, market);
  if (clearing === null) return;
  const { price } = clearing;
  const { bids, asks } = market.book;
  state.events.uncrossed(market.parameters.market, price);
  while (bids.best >= price && asks.best !== 0 && asks.best <= price) {
    tradeHeads(state, market, price);
  }
  invariant(!market.crossed, 'the book is crossed after an auction');
}

/** What the auction would do if the market opened now; `null` while no bid meets an ask. */
export function indicativeAuction(
  { pool }: EngineState,
  { crossed, book, reference }: ListedMarket,
): Clearing | null {
  if (!crossed) return null;
  const { bids, asks } = book;
  return clearingPrice({ bids: lotsByPrice(pool, bids), asks: lotsByPrice(pool, asks), reference });
}

function tradeHeads(state: EngineState, market: ListedMarket, price: Ticks): void {
  const { pool } = state;
  const bid = market.book.bids.head();
  const ask = market.book.asks.head();
  const [maker, taker] = pool.id(bid) < pool.id(ask) ? [bid, ask] : [ask, bid];
  const lots = Math.min(pool.visible(bid), pool.visible(ask));
  const { makerFeePpm } = market.parameters;
  fill(state, market, maker, taker, price, lots, makerFeePpm, makerFeePpm);
  reduceResting(state, market, maker, lots, FILLED);
  reduceResting(state, market, taker, lots, FILLED);
}

/** Levels from the best one on, with everything in them, hidden lots too. */
function lotsByPrice(pool: OrderPool, levels: PriceLevels): { price: Ticks; lots: Lots }[] {
  const found: { price: Ticks; lots: Lots }[] = [];
  for (let price = levels.best; price !== 0; price = levels.worseThan(price)) {
    let lots = 0;
    for (let slot = levels.headAt(price); slot !== NONE; slot = levels.next(slot)) {
      lots += pool.visible(slot) + pool.hidden(slot);
    }
    found.push({ price, lots });
  }
  return found;
}

/**
 * Before the opening, where nothing is matched, an order must not cross its own account's: the
 * auction knows no self-trade prevention.
 */
export function checkSelfCross(
  state: EngineState,
  market: ListedMarket,
  terms: OrderTerms,
): RejectCode | null {
  const { pool, accountOrders } = state;
  const id = market.parameters.market;
  if (market.openOrders(terms.account) === 0) return null;
  for (let place = 0; place < accountOrders.count(terms.account); place += 1) {
    const slot = accountOrders.at(terms.account, place);
    const flags = pool.flags(slot);
    const faces =
      marketOf(flags) === id && statusOf(flags) === RESTING && pool.side(slot) !== terms.side;
    const price = pool.price(slot);
    if (faces && (terms.side === BUY ? state.price >= price : state.price <= price)) {
      return 'matching/self-cross';
    }
  }
  return null;
}
