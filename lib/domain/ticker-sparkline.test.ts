import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candle } from './candle.ts';
import { sparkline } from './ticker-sparkline.ts';

function closes(prices: readonly number[]): Candle[] {
  return prices.map((closeTicks, index) => ({
    startMs: index * 60_000,
    openTicks: 1,
    highTicks: 9_999,
    lowTicks: 1,
    closeTicks,
    volumeLots: 1,
  }));
}

describe('sparkline', () => {
  it('keeps every n-th close, counted from the newest', () => {
    expect(sparkline(closes([1, 2, 3, 4, 5, 6, 7]), 3)).toEqual([1, 4, 7]);
    expect(sparkline(closes([1, 2, 3, 4, 5, 6]), 3)).toEqual([3, 6]);
    expect(sparkline([], 3)).toEqual([]);
  });

  it('ends at the last price and has as many points as steps fit', () => {
    const prices = fc.array(fc.integer({ min: 1 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 40 }), (list, step) => {
        const points = sparkline(closes(list), step);
        expect(points.at(-1)).toBe(list.at(-1));
        expect(points).toHaveLength(Math.ceil(list.length / step));
      }),
    );
  });

  it('refuses a step that is no positive integer', () => {
    for (const step of [0, -1, 1.5, Number.NaN]) {
      expect(() => sparkline(closes([1]), step)).toThrow(RangeError);
    }
  });
});
