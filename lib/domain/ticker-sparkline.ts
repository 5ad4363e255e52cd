import type { Candle } from './candle.ts';

/**
 * The closes that a small chart draws: one of every `step` candles, counted back from the newest so
 * that the last point is always the last price; oldest first.
 *
 * @throws RangeError when `step` is no positive integer.
 */
export function sparkline(candles: readonly Candle[], step: number): number[] {
  if (!Number.isSafeInteger(step) || step < 1) throw new RangeError('step is a positive integer');
  const newest = candles.length - 1;
  return candles.filter((_, index) => (newest - index) % step === 0).map((c) => c.closeTicks);
}
