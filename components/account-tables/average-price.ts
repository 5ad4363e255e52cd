import { findMarket } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import { DASH, decimalText } from '#lib/format/decimal-text.ts';
import { amountText, sizeText } from '#lib/order-ticket/ticket-text.ts';

/** Decimals that an average may have beyond those of its market. */
const EXTRA = 4;

/**
 * The mean price of an order's fills, rounded to four decimals beyond the tick (the ones that are
 * needed are shown), and what it was computed from.
 */
export function averagePrice({
  symbol,
  filledLots,
  filledQuanta,
}: Pick<Order, 'symbol' | 'filledLots' | 'filledQuanta'>): {
  readonly text: string;
  readonly exact: string | null;
} {
  const market = findMarket(symbol);
  if (market === undefined || filledLots === 0) return { text: DASH, exact: null };
  const { priceDecimals, k, quote } = market;
  const divisor = BigInt(filledLots) * BigInt(k);
  const scaled = BigInt(filledQuanta) * 10n ** BigInt(EXTRA);
  const rounded = (scaled * 2n + divisor) / (divisor * 2n);
  const text = decimalText(rounded, priceDecimals + EXTRA, { minDecimals: priceDecimals });
  const exact = `${amountText(filledQuanta, quote).exact} for ${sizeText(filledLots, market)}`;
  return { text, exact };
}
