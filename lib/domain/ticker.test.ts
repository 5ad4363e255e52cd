import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeBps, type MinuteSummary, tickerFigures } from './ticker.ts';

const MINUTE_MS = 60_000;

function minute(index: number, prices: [number, number, number, number]): MinuteSummary {
  const [openTicks, highTicks, lowTicks, closeTicks] = prices;
  const startMs = index * MINUTE_MS;
  const candle = { startMs, openTicks, highTicks, lowTicks, closeTicks, volumeLots: 10 + index };
  return { candle, volumeQuanta: 1_000 * (index + 1) };
}

describe('tickerFigures', () => {
  it('takes open from the first minute, last from the newest, extremes and sums from all', () => {
    const minutes = [
      minute(1, [10_000, 10_100, 9_900, 10_050]),
      minute(2, [10_050, 10_400, 10_000, 10_300]),
      minute(3, [10_300, 10_310, 9_800, 10_200]),
    ];
    expect(tickerFigures(minutes)).toEqual({
      fromMs: MINUTE_MS,
      openTicks: 10_000,
      highTicks: 10_400,
      lowTicks: 9_800,
      lastTicks: 10_200,
      changeBps: 200,
      volumeLots: 36,
      volumeQuanta: 9_000,
    });
  });

  it('refuses no minutes, more than a day of them, and sums that are not exact', () => {
    const one = minute(0, [1, 1, 1, 1]);
    expect(() => tickerFigures([])).toThrow(RangeError);
    expect(() => tickerFigures(Array.from({ length: 1_441 }, () => one))).toThrow(RangeError);
    const huge = { ...one, volumeQuanta: Number.MAX_SAFE_INTEGER };
    expect(() => tickerFigures([huge, one])).toThrow(RangeError);
  });
});

describe('changeBps', () => {
  it.each([
    [10_000, 10_000, 0],
    [10_000, 10_001, 1],
    [20_000, 20_001, 1],
    [20_000, 19_999, -1],
    [30_000, 30_001, 0],
    [3, 2, -3_333],
    [1, 2 ** 31 - 1, 21_474_836_460_000],
  ])('from %d to %d ticks is %d', (from, to, expected) => {
    expect(changeBps(from, to)).toBe(expected);
  });

  it('is the exact ratio rounded to the nearest, halves away from zero', () => {
    const ticks = fc.integer({ min: 1, max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(ticks, ticks, (from, to) => {
        const change = BigInt(to - from) * 10_000n;
        const doubledError = 2n * (BigInt(changeBps(from, to)) * BigInt(from) - change);
        const bound = BigInt(from);
        expect(doubledError <= bound && doubledError >= -bound).toBe(true);
        if (doubledError === bound) expect(to > from).toBe(true);
        if (doubledError === -bound) expect(to < from).toBe(true);
      }),
    );
  });
});
