import type { Candle } from '#lib/domain/candle.ts';

/**
 * Prices at even steps of time, oldest first, the last one at `untilMs`: each is the close of the
 * newest candle that had begun by then, so that times without trades keep the price before them.
 * Times before the first candle have none.
 */
export function evenCloses(
  candles: readonly Candle[],
  at: { readonly untilMs: number; readonly stepMs: number; readonly count: number },
): number[] {
  const closes: number[] = [];
  let next = 0;
  let close: number | null = null;
  for (let step = at.count - 1; step >= 0; step -= 1) {
    const timeMs = at.untilMs - step * at.stepMs;
    for (let candle = candles[next]; candle && candle.startMs <= timeMs; candle = candles[next]) {
      close = candle.closeTicks;
      next += 1;
    }
    if (close !== null) closes.push(close);
  }
  return closes;
}
