const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long ago an instant was, for under a day (`12s ago`); the local date and time beyond.
 *
 * @param timestamp - milliseconds since the epoch
 * @param now - milliseconds since the epoch
 */
export function formatRelativeTime(timestamp: number, now: number): string {
  const age = Math.max(0, now - timestamp);
  return age < DAY ? `${formatAge(age)} ago` : formatLocalTime(timestamp);
}

/** A span of time in its largest unit: `850ms` is `0s`, 95 s is `1m`, 3 h is `3h`. */
export function formatAge(ageMs: number): string {
  if (ageMs < MINUTE) return `${Math.floor(ageMs / SECOND)}s`;
  if (ageMs < HOUR) return `${Math.floor(ageMs / MINUTE)}m`;
  if (ageMs < DAY) return `${Math.floor(ageMs / HOUR)}h`;
  return `${Math.floor(ageMs / DAY)}d`;
}

/** Local date and time, `2026-03-09 14:05:07`: sorts as it reads. */
export function formatLocalTime(timestamp: number): string {
  const date = new Date(timestamp);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${day} ${time}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
