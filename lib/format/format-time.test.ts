import { describe, expect, it } from 'vitest';
import { formatAge, formatLocalTime, formatRelativeTime } from './format-time.ts';

const NOON = new Date(2026, 2, 9, 12, 0, 0).getTime();

describe('formatRelativeTime', () => {
  it('says how long ago, for under a day', () => {
    expect(formatRelativeTime(NOON - 12_400, NOON)).toBe('12s ago');
    expect(formatRelativeTime(NOON - 3 * 3_600_000, NOON)).toBe('3h ago');
  });

  it('gives the local date and time beyond', () => {
    expect(formatRelativeTime(NOON - 86_400_000, NOON)).toBe('2026-03-08 12:00:00');
  });

  it('takes an instant ahead of the clock as now', () => {
    expect(formatRelativeTime(NOON + 5_000, NOON)).toBe('0s ago');
  });
});

describe('formatAge', () => {
  it('uses the largest unit that is full', () => {
    expect([850, 59_999, 95_000, 7_200_000, 200_000_000].map(formatAge)).toEqual([
      '0s',
      '59s',
      '1m',
      '2h',
      '2d',
    ]);
  });
});

describe('formatLocalTime', () => {
  it('sorts as it reads', () => {
    expect(formatLocalTime(NOON + 65_000)).toBe('2026-03-09 12:01:05');
  });
});
