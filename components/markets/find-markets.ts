import type { Market } from '#lib/domain/market.ts';

/** Markets whose symbol, base or quote contains every word of the query, whatever the letter case. */
export function findMarkets(markets: readonly Market[], query: string): readonly Market[] {
  const words = query
    .toLowerCase()
    .split(/[\s/-]+/)
    .filter((word) => word !== '');
  return markets.filter(({ symbol, baseToken, quoteToken }) => {
    const text = `${symbol} ${baseToken} ${quoteToken}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
