import { type CandleInterval, intervalMs } from '#lib/domain/interval.ts';

const DAY_MS = intervalMs['1d'];

/** A stretch of time to look at, and the candles that show it well. */
export type ChartRange = {
  readonly label: string;
  /** In words. */
  readonly spoken: string;
  readonly interval: CandleInterval;
  readonly spanMs: number;
};

/** The ranges offered under the chart. */
export const chartRanges: readonly ChartRange[] = [
  { label: '1D', spoken: '1 day', interval: '5m', spanMs: DAY_MS },
  { label: '1W', spoken: '1 week', interval: '1h', spanMs: 7 * DAY_MS },
  { label: '1M', spoken: '1 month', interval: '4h', spanMs: 30 * DAY_MS },
  { label: '3M', spoken: '3 months', interval: '1d', spanMs: 91 * DAY_MS },
  { label: '1Y', spoken: '1 year', interval: '1d', spanMs: 365 * DAY_MS },
];
