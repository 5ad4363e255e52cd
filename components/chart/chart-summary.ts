import type { Candle } from '#lib/domain/candle.ts';
import { changeBps } from '#lib/domain/ticker.ts';
import { formatBps } from '#lib/format/format-percent.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import type { CandleContext } from './describe-candle.ts';

/** What the chart shows, in a sentence, for who cannot see it. */
export function chartSummary(
  candles: readonly Candle[],
  { market, interval }: CandleContext,
): string {
  const first = candles[0];
  const last = candles.at(-1);
  if (first === undefined || last === undefined) return `Chart of ${market.symbol}, without data.`;
  const high = candles.reduce((most, { highTicks }) => Math.max(most, highTicks), first.highTicks);
  const low = candles.reduce((least, { lowTicks }) => Math.min(least, lowTicks), first.lowTicks);
  const change = formatBps(changeBps(first.openTicks, last.closeTicks), { signed: true });
  return [
    `Chart of ${market.symbol}, ${candles.length} candles of ${interval}:`,
    `last ${formatPrice(last.closeTicks, market)} ${market.quote}, ${change} since the first,`,
    `highest ${formatPrice(high, market)}, lowest ${formatPrice(low, market)}.`,
    'The same figures are in the table view.',
  ].join(' ');
}
