import type { Market } from '#lib/domain/market.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { formatCompact } from '#lib/format/format-compact.ts';
import { formatBps } from '#lib/format/format-percent.ts';
import { formatPrice } from '#lib/format/format-price.ts';

/** Decimals of the quote asset's quantum, in which volumes are counted. */
const QUOTE_DECIMALS = 6;

/** What a row of the overview shows. */
export type MarketRow = {
  readonly price: string;
  readonly priceTicks: number | null;
  readonly change: string;
  readonly direction: 'up' | 'down' | 'flat';
  readonly high: string;
  readonly low: string;
  readonly volume: { readonly text: string; readonly exact: string } | null;
  readonly sparklineTicks: readonly number[];
  readonly timestampMs: number | null;
};

/** What is known of a market. */
export type MarketFigures = {
  /** The last read of its 24 hours. */
  readonly ticker: Ticker | undefined;
  /** The price that was pushed last. */
  readonly pushed: PriceUpdate | undefined;
};

/**
 * Joins the figures of the last read with what was pushed since: the newer price counts, and it may
 * widen the day's range.
 */
export function deriveMarketRow(market: Market, { ticker, pushed }: MarketFigures): MarketRow {
  const newer =
    pushed !== undefined && (ticker === undefined || pushed.timestampMs >= ticker.timestampMs)
      ? pushed
      : undefined;
  const priceTicks = newer?.priceTicks ?? ticker?.lastTicks ?? null;
  const changeBps = newer?.changeBps24h ?? ticker?.changeBps ?? null;
  return {
    price: formatPrice(priceTicks, market),
    priceTicks,
    change: formatBps(changeBps, { signed: true }),
    direction: directionOf(changeBps),
    high: formatPrice(extreme(Math.max, ticker?.highTicks, newer?.priceTicks), market),
    low: formatPrice(extreme(Math.min, ticker?.lowTicks, newer?.priceTicks), market),
    volume:
      ticker === undefined ? null : formatCompact(BigInt(ticker.volumeQuanta), QUOTE_DECIMALS),
    sparklineTicks: ticker?.sparklineTicks ?? [],
    timestampMs: newer?.timestampMs ?? ticker?.timestampMs ?? null,
  };
}

function directionOf(changeBps: number | null): MarketRow['direction'] {
  if (changeBps === null || changeBps === 0) return 'flat';
  return changeBps > 0 ? 'up' : 'down';
}

/** The day's extreme is known only with the day; a single price is none. */
function extreme(
  choose: (...values: number[]) => number,
  ofDay: number | undefined,
  price: number | undefined,
): number | null {
  if (ofDay === undefined) return null;
  return price === undefined ? ofDay : choose(ofDay, price);
}
