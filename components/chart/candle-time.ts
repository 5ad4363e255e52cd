import type { CandleInterval } from '#lib/domain/interval.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';

/** When a candle starts: local date and time to the minute; for a day, which is a UTC day, its date. */
export function candleTime(startMs: number, interval: CandleInterval): string {
  if (interval === '1d') return new Date(startMs).toISOString().slice(0, 10);
  return formatLocalTime(startMs).slice(0, 16);
}
