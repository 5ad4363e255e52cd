import { describe, expect, it } from 'vitest';
import type { Candle } from '#lib/domain/candle.ts';
import type { CandleRange } from './market-feed.ts';
import { twapTicks } from './twap.ts';

const MINUTE_MS = 60_000;

/** Candles at the given minutes with the given closes, read as a feed reads them. */
function feedOf(closes: Readonly<Record<number, number>>) {
  const all: Candle[] = Object.entries(closes).map(([minute, closeTicks]) => ({
    startMs: Number(minute) * MINUTE_MS,
    openTicks: 1,
    highTicks: 1,
    lowTicks: 1,
    closeTicks,
    volumeLots: 1,
  }));
  return ({ fromMs = 0, toMs = Number.POSITIVE_INFINITY, limit }: CandleRange) =>
    all.filter(({ startMs }) => startMs >= fromMs && startMs < toMs).slice(-limit);
}

describe('twapTicks', () => {
  const nowMs = 10 * MINUTE_MS + 12_345;

  it('is the mean of the closes of the window', () => {
    const candles = feedOf({ 7: 999, 8: 100, 9: 110, 10: 126 });
    expect(twapTicks({ candles, windowSeconds: 180, nowMs })).toBe(112);
  });

  it('rounds a window up to whole minutes, and the mean to the nearest tick', () => {
    const candles = feedOf({ 8: 1, 9: 100, 10: 101 });
    expect(twapTicks({ candles, windowSeconds: 60, nowMs })).toBe(101);
    expect(twapTicks({ candles, windowSeconds: 61, nowMs })).toBe(101);
    expect(twapTicks({ candles, windowSeconds: 121, nowMs })).toBe(67);
  });

  it('keeps the close before a minute without a trade, also from before the window', () => {
    expect(twapTicks({ candles: feedOf({ 3: 90, 9: 120 }), windowSeconds: 180, nowMs })).toBe(110);
    expect(twapTicks({ candles: feedOf({ 3: 90 }), windowSeconds: 180, nowMs })).toBe(90);
  });

  it('is nothing when prices do not reach back', () => {
    expect(twapTicks({ candles: feedOf({ 9: 120, 10: 1 }), windowSeconds: 180, nowMs })).toBeNull();
    expect(twapTicks({ candles: feedOf({}), windowSeconds: 60, nowMs })).toBeNull();
  });
});
