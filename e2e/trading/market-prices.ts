import { findMarket, type Market } from '#lib/domain/market.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import { typedText } from '#lib/order-ticket/read-decimal.ts';
import { expect } from '../test.ts';
import { readBook } from './exchange-account.ts';

/** Best prices of a market at a moment. */
export type BestPrices = { readonly market: Market; readonly bid: Ticks; readonly ask: Ticks };

/** Best prices once somebody quotes both sides. */
export async function bestPrices(sidecarUrl: string, symbol: string): Promise<BestPrices> {
  const market = findMarket(symbol);
  if (market === undefined) throw new Error(`${symbol} is no market`);
  let best: BestPrices | null = null;
  await expect(async () => {
    const { bids, asks } = await readBook(sidecarUrl, symbol);
    const [bid, ask] = [bids[0]?.priceTicks, asks[0]?.priceTicks];
    if (bid === undefined || ask === undefined) throw new Error('the book is empty');
    best = { market, bid, ask };
  }).toPass();
  if (best === null) throw new Error('the book is empty');
  return best;
}

/** A price so many parts in a thousand away from another, as it is typed. */
export function awayFrom(ticks: Ticks, thousandths: number, market: Market): string {
  return typedText(Math.round((ticks * (1_000 + thousandths)) / 1_000), market.priceDecimals);
}

/** A price inside the spread, a quarter of the way up from the best bid: nobody else quotes there. */
export function insideSpread({ market, bid, ask }: BestPrices): string {
  return typedText(bid + Math.floor((ask - bid) / 4), market.priceDecimals);
}
