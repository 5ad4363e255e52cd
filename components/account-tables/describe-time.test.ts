import { describe, expect, it } from 'vitest';
import { describeTime } from './describe-time.ts';

describe('describeTime', () => {
  const at = new Date(2026, 2, 9, 14, 5).getTime();

  it('is relative under a day, and the date from then on', () => {
    expect(describeTime(at, at + 12_000)).toBe('12s ago');
    expect(describeTime(at, at + 86_399_999)).toBe('23h ago');
    expect(describeTime(at, at + 86_400_000)).toBe('2026-03-09');
  });

  it('takes what a clock that is ahead tells for now', () => {
    expect(describeTime(at, at - 5_000)).toBe('0s ago');
  });
});
