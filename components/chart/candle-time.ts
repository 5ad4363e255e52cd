import type { CandleInterval } from '#lib/domain/interval.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';
import { isDated } from './axis-shift.ts';

/** Characters of a local time to the minute, and to the second. */
const MINUTES = 16;
const SECONDS = 19;

/** When a candle starts: local date and time; for days and weeks, which are UTC's, the date. */
export function candleTime(startMs: number, interval: CandleInterval): string {
  if (isDated(interval)) return new Date(startMs).toISOString().slice(0, 10);
  return formatLocalTime(startMs).slice(0, interval === '1s' ? SECONDS : MINUTES);
}
