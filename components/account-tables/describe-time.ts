import { formatLocalTime, formatRelativeTime } from '#lib/format/format-time.ts';

const DAY_MS = 86_400_000;
const DATE_LENGTH = '2026-03-09'.length;

/** How long ago an instant was, for under a day; then its local date, which a narrow column holds. */
export function describeTime(timestamp: number, nowMs: number): string {
  return nowMs - timestamp < DAY_MS
    ? formatRelativeTime(timestamp, nowMs)
    : formatLocalTime(timestamp).slice(0, DATE_LENGTH);
}
