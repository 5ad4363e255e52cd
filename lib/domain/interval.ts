/** Lengths of time that candles summarise. Each one is a whole number of every shorter one. */
export const INTERVALS = ['1m', '5m', '15m', '1h', '4h', '1d'] as const;

export type CandleInterval = (typeof INTERVALS)[number];

const MINUTE_MS = 60_000;

/** Length of an interval in milliseconds. */
export const intervalMs: Readonly<Record<CandleInterval, number>> = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '4h': 240 * MINUTE_MS,
  '1d': 1_440 * MINUTE_MS,
};

/** Whether a text names an interval. */
export function isInterval(text: string): text is CandleInterval {
  return INTERVALS.some((interval) => interval === text);
}

/**
 * Start of the interval that a time (milliseconds since the epoch, not negative) falls into.
 * Intervals are counted from the epoch, so that hours and days begin where UTC's do.
 */
export function intervalStart(timeMs: number, interval: CandleInterval): number {
  return timeMs - (timeMs % intervalMs[interval]);
}
