const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

const WORDS = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
  [1, 'second'],
] as const;

/** Time that is left, to the second and in two or three units: `45s`, `4m 05s`, `1h 02m 05s`, `2d 03h 00m`. */
export function formatCountdown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const [d, h] = [Math.floor(left / DAY), Math.floor((left % DAY) / HOUR)];
  const [m, s] = [Math.floor((left % HOUR) / MINUTE), left % MINUTE];
  if (d > 0) return `${d}d ${two(h)}h ${two(m)}m`;
  if (h > 0) return `${h}h ${two(m)}m ${two(s)}s`;
  return m > 0 ? `${m}m ${two(s)}s` : `${s}s`;
}

/** A span of time in words where it is a round one: `1 minute`, `2 hours`; else as `formatCountdown`. */
export function formatDuration(seconds: number): string {
  for (const [unit, name] of WORDS) {
    const count = seconds / unit;
    if (count >= 1 && Number.isInteger(count)) return `${count} ${name}${count === 1 ? '' : 's'}`;
  }
  return formatCountdown(seconds);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
