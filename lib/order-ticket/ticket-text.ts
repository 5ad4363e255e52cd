import { findAsset } from '#lib/domain/asset.ts';
import type { Market } from '#lib/domain/market.ts';
import type { Lots, Quanta, Ticks } from '#lib/domain/quanta.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { exactAmount, formatAmount } from '#lib/format/format-amount.ts';

/** Significant digits of amounts that were computed. */
const DIGITS = 6;

/** A price in running text: `67,400`, without the zeros that columns keep. */
export function priceText(ticks: Ticks, { priceDecimals }: Market): string {
  return decimalText(BigInt(ticks), priceDecimals);
}

/** A size with its unit: `0.25 BTC`. */
export function sizeText(lots: Lots, { sizeDecimals, base }: Market): string {
  return `${decimalText(BigInt(lots), sizeDecimals)} ${base}`;
}

/** Decimals of an asset's quantum. */
export function quantaDecimals(symbol: string): number {
  const asset = findAsset(symbol);
  if (asset === undefined) throw new RangeError(`${symbol} is no asset of the ledger`);
  return asset.decimals;
}

/** An amount with its unit, shortened for reading and exactly. */
export function amountText(
  quanta: Quanta,
  symbol: string,
): { readonly text: string; readonly exact: string } {
  const decimals = quantaDecimals(symbol);
  const amount = BigInt(quanta);
  const options =
    amount >= 10n ** BigInt(decimals)
      ? { minDecimals: 2, maxDecimals: Math.max(2, DIGITS - wholeDigits(amount, decimals)) }
      : { significantDigits: DIGITS };
  return {
    text: `${formatAmount(amount, decimals, options)} ${symbol}`,
    exact: `${exactAmount(amount, decimals)} ${symbol}`,
  };
}

function wholeDigits(amount: bigint, decimals: number): number {
  return Math.max(0, amount.toString().length - decimals);
}
