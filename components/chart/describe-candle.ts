import type { Candle } from '#lib/domain/candle.ts';
import type { CandleInterval } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import { changeBps } from '#lib/domain/ticker.ts';
import { formatCompact } from '#lib/format/format-compact.ts';
import { formatBps } from '#lib/format/format-percent.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import { candleTime } from './candle-time.ts';

/** What candles are of. */
export type CandleContext = { readonly market: Market; readonly interval: CandleInterval };

/** The texts of one candle. */
export type CandleTexts = {
  readonly time: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly change: string;
  readonly direction: 'up' | 'down';
};

/** One candle in words and figures: legend, table and summary all say the same. */
export function describeCandle(candle: Candle, { market, interval }: CandleContext): CandleTexts {
  return {
    time: candleTime(candle.startMs, interval),
    open: formatPrice(candle.openTicks, market),
    high: formatPrice(candle.highTicks, market),
    low: formatPrice(candle.lowTicks, market),
    close: formatPrice(candle.closeTicks, market),
    volume: formatCompact(BigInt(candle.volumeLots), market.sizeDecimals).text,
    change: formatBps(changeBps(candle.openTicks, candle.closeTicks), { signed: true }),
    direction: candle.closeTicks >= candle.openTicks ? 'up' : 'down',
  };
}
