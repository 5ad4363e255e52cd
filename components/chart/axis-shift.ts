import type { CandleInterval } from '#lib/domain/interval.ts';

/** Whether a candle is named by its date: days and weeks are UTC's, whatever the viewer's zone. */
export function isDated(interval: CandleInterval): boolean {
  return interval === '1d' || interval === '1w';
}

/**
 * The chart's axis knows only UTC. Shifting every candle by the viewer's offset makes it label local
 * hours; days and weeks stay UTC's, as they are what their candles summarise. One offset serves the
 * whole chart, so that candles keep their order over a change to summer time.
 *
 * @returns milliseconds to add to a candle's start
 */
export function axisShiftMs(interval: CandleInterval, timezoneOffsetMinutes: number): number {
  return isDated(interval) ? 0 : -timezoneOffsetMinutes * 60_000;
}
