import { describe, expect, it } from 'vitest';
import type { Candle } from '#lib/domain/candle.ts';
import { evenCloses } from './even-closes.ts';

function candle(startMs: number, closeTicks: number): Candle {
  return { startMs, openTicks: 1, highTicks: 9, lowTicks: 1, closeTicks, volumeLots: 1 };
}

describe('evenCloses', () => {
  it('keeps a price over times without trades, and ends at the last one', () => {
    const candles = [candle(100, 5), candle(150, 6), candle(400, 7)];
    const at = { untilMs: 420, stepMs: 100, count: 4 };
    expect(evenCloses(candles, at)).toEqual([5, 6, 6, 7]);
  });

  it('has no points before the first candle', () => {
    expect(evenCloses([candle(300, 8)], { untilMs: 420, stepMs: 100, count: 4 })).toEqual([8, 8]);
    expect(evenCloses([], { untilMs: 420, stepMs: 100, count: 4 })).toEqual([]);
  });
});
