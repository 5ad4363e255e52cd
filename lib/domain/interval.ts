/** Lengths of time that candles summarise. Each one is a whole number of every shorter one. */
export const INTERVALS = ['1s', '1m', '5m', '15m', '1h', '4h', '1d', '1w'] as const;

export type CandleInterval = (typeof INTERVALS)[number];

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** The epoch was a Thursday: the first Monday came four days later. */
const FIRST_MONDAY_MS = 4 * DAY_MS;

/** Length of an interval in milliseconds. */
export const intervalMs: Readonly<Record<CandleInterval, number>> = {
  '1s': 1_000,
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '4h': 240 * MINUTE_MS,
  '1d': DAY_MS,
  '1w': 7 * DAY_MS,
};

/** Whether a text names an interval. */
export function isInterval(text: string): text is CandleInterval {
  return INTERVALS.some((interval) => interval === text);
}

/**
 * Start of the interval that a time (milliseconds since the epoch, not negative) falls into. Hours
 * and days begin where UTC's do, weeks on Monday; the first three days of 1970 are of the week that
 * began before the epoch.
 */
export function intervalStart(timeMs: number, interval: CandleInterval): number {
  const length = intervalMs[interval];
  if (interval !== '1w') return timeMs - (timeMs % length);
  return timeMs - ((timeMs - FIRST_MONDAY_MS + length) % length);
}
