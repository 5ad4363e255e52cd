import { DASH, decimalText } from './decimal-text.ts';

/** What is needed of a market to write its prices. */
type PriceScale = { readonly priceDecimals: number };

/**
 * A price with all the decimals of its market, `67,421.50`: columns keep their trailing zeros.
 *
 * @param ticks - integer ticks, or `null` when there is no price: a dash
 */
export function formatPrice(ticks: number | null, { priceDecimals }: PriceScale): string {
  if (ticks === null) return DASH;
  return decimalText(BigInt(ticks), priceDecimals, { minDecimals: priceDecimals });
}
