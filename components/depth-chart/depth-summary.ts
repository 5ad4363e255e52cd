import type { BookLevels } from '#lib/domain/book-level.ts';
import { bookSummary } from '#lib/domain/book-summary.ts';
import type { Market } from '#lib/domain/market.ts';
import { lowerPriceLimit, upperPriceLimit } from '#lib/domain/price-band.ts';
import { priceText, sizeText } from '#lib/order-ticket/ticket-text.ts';
import { lotsWithin } from './depth-curve.ts';

/** Within which distance from the middle liquidity is named: a hundredth. */
const NEAR_PPM = 10_000;

/** What the curve shows, in words: what stands near the middle, and how far the book reaches. */
export type DepthSummary = { readonly near: string; readonly reach: string };

/** The book in two sentences; `null` while a side of it is empty. */
export function depthSummary(book: BookLevels, market: Market): DepthSummary | null {
  const { doubledMidTicks } = bookSummary(book);
  const bid = book.bids.at(-1)?.priceTicks;
  const ask = book.asks.at(-1)?.priceTicks;
  if (doubledMidTicks === null || bid === undefined || ask === undefined) return null;
  const middle = Math.floor(doubledMidTicks / 2);
  const nearBids = lotsWithin(book, {
    side: 'buy',
    priceTicks: lowerPriceLimit(middle, NEAR_PPM),
  });
  const nearAsks = lotsWithin(book, {
    side: 'sell',
    priceTicks: upperPriceLimit(middle, NEAR_PPM),
  });
  const allBids = lotsWithin(book, { side: 'buy', priceTicks: bid });
  const allAsks = lotsWithin(book, { side: 'sell', priceTicks: ask });
  return {
    near: `Within 1%: ${sizeText(nearBids, market)} bid, ${sizeText(nearAsks, market)} asked`,
    reach: `In all ${sizeText(allBids, market)} bid down to ${priceText(bid, market)}, ${sizeText(allAsks, market)} asked up to ${priceText(ask, market)}.`,
  };
}
