import { LUX } from '#lib/domain/currency.ts';
import type { Market } from '#lib/domain/market.ts';

/** The swap page, set to buy a market's base with its quote. Wrapped LUX is traded as LUX. */
export function swapHref({
  baseToken,
  quoteToken,
}: Pick<Market, 'baseToken' | 'quoteToken'>): string {
  const named = (symbol: string) => (symbol === 'WLUX' ? LUX.symbol : symbol);
  return `/swap?${new URLSearchParams({ from: named(quoteToken), to: named(baseToken) })}`;
}
