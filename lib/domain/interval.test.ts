import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INTERVALS, intervalMs, intervalStart, isInterval } from './interval.ts';

describe('intervals', () => {
  it('each is a whole number of every shorter one', () => {
    const lengths = INTERVALS.map((interval) => intervalMs[interval]);
    for (const [index, length] of lengths.entries()) {
      for (const shorter of lengths.slice(0, index)) {
        expect(length).toBeGreaterThan(shorter);
        expect(length % shorter).toBe(0);
      }
    }
  });

  it('recognises its own names and no others', () => {
    for (const interval of INTERVALS) expect(isInterval(interval)).toBe(true);
    for (const text of ['', '2m', '1M', '2w', 'constructor']) expect(isInterval(text)).toBe(false);
  });

  it('starts days at midnight and hours on the hour, in UTC', () => {
    const time = Date.UTC(2026, 1, 28, 17, 46, 59, 999);
    expect(intervalStart(time, '1s')).toBe(Date.UTC(2026, 1, 28, 17, 46, 59));
    expect(intervalStart(time, '1m')).toBe(Date.UTC(2026, 1, 28, 17, 46));
    expect(intervalStart(time, '5m')).toBe(Date.UTC(2026, 1, 28, 17, 45));
    expect(intervalStart(time, '15m')).toBe(Date.UTC(2026, 1, 28, 17, 45));
    expect(intervalStart(time, '1h')).toBe(Date.UTC(2026, 1, 28, 17));
    expect(intervalStart(time, '4h')).toBe(Date.UTC(2026, 1, 28, 16));
    expect(intervalStart(time, '1d')).toBe(Date.UTC(2026, 1, 28));
  });

  it('starts weeks on Monday at midnight, in UTC', () => {
    const monday = Date.UTC(2026, 10, 16);
    expect(intervalStart(monday, '1w')).toBe(monday);
    expect(intervalStart(Date.UTC(2026, 10, 20, 11, 30), '1w')).toBe(monday);
    expect(intervalStart(monday - 1, '1w')).toBe(Date.UTC(2026, 10, 9));
    expect(intervalStart(Date.UTC(1970, 0, 5), '1w')).toBe(Date.UTC(1970, 0, 5));
    expect(intervalStart(0, '1w')).toBe(Date.UTC(1969, 11, 29));
  });

  it('holds every time in exactly one interval of each length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.constantFrom(...INTERVALS),
        (timeMs, interval) => {
          const start = intervalStart(timeMs, interval);
          expect(start).toBeLessThanOrEqual(timeMs);
          expect(start + intervalMs[interval]).toBeGreaterThan(timeMs);
          expect(intervalStart(start, interval)).toBe(start);
        },
      ),
    );
  });
});
