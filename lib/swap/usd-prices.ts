import { type Currency, currencyKey, LUX, type Token } from '#lib/domain/currency.ts';
import { markets } from '#lib/domain/market.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { UsdPrice } from './usd-value.ts';

const ONE_DOLLAR: UsdPrice = { units: 1n, decimals: 0 };

/**
 * Dollar prices of the listed tokens by currency key, from the prices of the markets. The quote token
 * counts as one dollar, LUX as much as WLUX; a token without a market has no price, and neither has
 * an imported one, whatever it is called.
 */
export function usdPrices(
  tokens: readonly Token[],
  prices: Readonly<Record<string, Pick<PriceUpdate, 'priceTicks'>>>,
): ReadonlyMap<string, UsdPrice> {
  const bySymbol = new Map<string, UsdPrice>();
  for (const { symbol, baseToken, quoteToken, priceDecimals } of markets) {
    const price = prices[symbol];
    bySymbol.set(quoteToken, ONE_DOLLAR);
    if (price === undefined) continue;
    bySymbol.set(baseToken, { units: BigInt(price.priceTicks), decimals: priceDecimals });
  }
  const priced = new Map<string, UsdPrice>();
  const add = (currency: Currency, symbol: string) => {
    const price = bySymbol.get(symbol);
    if (price !== undefined) priced.set(currencyKey(currency), price);
  };
  add(LUX, 'WLUX');
  for (const token of tokens) add(token, token.symbol);
  return priced;
}
