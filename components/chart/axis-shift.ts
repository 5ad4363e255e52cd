import type { CandleInterval } from '#lib/domain/interval.ts';

/**
 * The chart's axis knows only UTC. Shifting every candle by the viewer's offset makes it label local
 * hours; days stay UTC days, as they are what daily candles summarise. One offset serves the whole
 * chart, so that candles keep their order over a change to summer time.
 *
 * @returns milliseconds to add to a candle's start
 */
export function axisShiftMs(interval: CandleInterval, timezoneOffsetMinutes: number): number {
  return interval === '1d' ? 0 : -timezoneOffsetMinutes * 60_000;
}
