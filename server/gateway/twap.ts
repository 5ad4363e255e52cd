import type { Candle } from '#lib/domain/candle.ts';
import { intervalMs, intervalStart } from '#lib/domain/interval.ts';
import type { CandleRange } from './market-feed.ts';

/**
 * The time-weighted average price of the window that ends with the current minute: the mean of its
 * minutes' closing prices, rounded to the nearest tick. A minute without a trade keeps the close
 * before it. `null` when the candles do not reach back over the window.
 *
 * @param windowSeconds - a positive integer; rounded up to whole minutes
 */
export function twapTicks({
  candles,
  windowSeconds,
  nowMs,
}: {
  candles: (range: CandleRange) => readonly Candle[];
  windowSeconds: number;
  nowMs: number;
}): number | null {
  const minutes = Math.ceil(windowSeconds / 60);
  const lastMs = intervalStart(nowMs, '1m');
  const firstMs = lastMs - (minutes - 1) * intervalMs['1m'];
  const closes = new Map(
    candles({ fromMs: firstMs, limit: minutes }).map((each) => [each.startMs, each.closeTicks]),
  );
  let close = closes.get(firstMs) ?? candles({ toMs: firstMs, limit: 1 }).at(-1)?.closeTicks;
  if (close === undefined) return null;
  let sum = 0;
  for (let minuteMs = firstMs; minuteMs <= lastMs; minuteMs += intervalMs['1m']) {
    close = closes.get(minuteMs) ?? close;
    sum += close;
  }
  return Math.round(sum / minutes);
}
