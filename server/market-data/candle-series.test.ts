import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregateTrades, type Candle, openCandle } from '#lib/domain/candle.ts';
import { CandleSeries } from './candle-series.ts';

const trades = fc
  .array(
    fc.record({
      waitMs: fc.oneof(fc.constant(0), fc.nat(300), fc.nat(5_000)),
      priceTicks: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      sizeLots: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    }),
    { maxLength: 600 },
  )
  .map((steps) => {
    let timeMs = 1_790_000_000_000;
    return steps.map(({ waitMs, ...print }) => {
      timeMs += waitMs;
      return { timeMs, ...print };
    });
  });

function candle(startMs: number): Candle {
  const price = { openTicks: 1, highTicks: 1, lowTicks: 1, closeTicks: 1 };
  return { startMs, ...price, volumeLots: 1 };
}

const all = { fromMs: 0, toMs: Number.POSITIVE_INFINITY, limit: Number.POSITIVE_INFINITY };

describe('CandleSeries', () => {
  it('has the candles that its trades add up to, whatever part is asked for', () => {
    const time = fc.integer({ min: 1_790_000_000_000, max: 1_790_000_500_000 });
    fc.assert(
      fc.property(trades, time, time, fc.nat(50), (prints, fromMs, toMs, limit) => {
        const series = new CandleSeries(10_000);
        for (const print of prints) series.add(openCandle(print, '1s'));
        const expected = aggregateTrades(prints, '1s');
        expect(series.between(all)).toEqual(expected);
        const within = expected.filter((each) => each.startMs >= fromMs && each.startMs < toMs);
        const newest = limit === 0 ? [] : within.slice(-limit);
        expect(series.between({ fromMs, toMs, limit })).toEqual(newest);
      }),
    );
  });

  it('keeps the newest, and at most twice as many as it must', () => {
    const series = new CandleSeries(300);
    for (let at = 1; at <= 5_000; at += 1) {
      series.add(candle(at));
      expect(series.length).toBeLessThanOrEqual(600);
      expect(series.length).toBeGreaterThanOrEqual(Math.min(at, 300));
    }
    const kept = series.between(all).map(({ startMs }) => startMs);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, at) => 5_001 - kept.length + at));
  });

  it('refuses what lies before its last candle', () => {
    const series = new CandleSeries(300);
    series.add(candle(60_000));
    expect(() => series.add(candle(59_999))).toThrow(RangeError);
    expect(series.between(all)).toEqual([candle(60_000)]);
  });
});
