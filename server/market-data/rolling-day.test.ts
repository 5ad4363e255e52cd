import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCandle } from '#lib/domain/candle.ts';
import { RollingDay } from './rolling-day.ts';

const MINUTE_MS = 60_000;
const START_MS = 1_790_000_040_000;
const DAY_MINUTES = 1_440;

type Print = { readonly timeMs: number; readonly priceTicks: number; readonly sizeLots: number };

const prints = fc
  .array(
    fc.record({
      waitMs: fc.oneof(fc.nat(2_000), fc.nat(200 * MINUTE_MS), fc.nat(3_000 * MINUTE_MS)),
      priceTicks: fc.integer({ min: 1, max: 100_000 }),
      sizeLots: fc.integer({ min: 1, max: 1_000 }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    let timeMs = START_MS;
    return steps.map(({ waitMs, ...print }): Print => {
      timeMs += waitMs;
      return { timeMs, ...print };
    });
  });

/** The same, from all trades anew. */
function counted(trades: readonly Print[], nowMs: number) {
  const fromMs = nowMs - (nowMs % MINUTE_MS) - (DAY_MINUTES - 1) * MINUTE_MS;
  const before = trades.findLast(({ timeMs }) => timeMs < fromMs);
  const within = trades.filter(({ timeMs }) => timeMs >= fromMs);
  const openTicks = before?.priceTicks ?? within[0]?.priceTicks ?? 0;
  const prices = within.map(({ priceTicks }) => priceTicks);
  return {
    fromMs,
    openTicks,
    highTicks: prices.length === 0 ? openTicks : Math.max(...prices),
    lowTicks: prices.length === 0 ? openTicks : Math.min(...prices),
    lastTicks: trades.at(-1)?.priceTicks,
    volumeLots: within.reduce((sum, { sizeLots }) => sum + sizeLots, 0),
    volumeQuanta: within.reduce((sum, each) => sum + each.sizeLots * each.priceTicks, 0),
  };
}

function add(day: RollingDay, trade: Print): void {
  const volumeQuanta = trade.sizeLots * trade.priceTicks;
  day.add({ candle: openCandle(trade, '1m'), volumeQuanta });
}

describe('RollingDay', () => {
  it('knows the 24 hours up to any minute, traded in or not', () => {
    fc.assert(
      fc.property(prints, fc.nat(4_000 * MINUTE_MS), (trades, laterMs) => {
        const day = new RollingDay();
        for (const [at, trade] of trades.entries()) {
          add(day, trade);
          expect(day.figures(trade.timeMs)).toMatchObject(
            counted(trades.slice(0, at + 1), trade.timeMs),
          );
        }
        const nowMs = (trades.at(-1)?.timeMs ?? 0) + laterMs;
        expect(day.figures(nowMs)).toMatchObject(counted(trades, nowMs));
      }),
    );
  });

  it('stands at the last price when nothing was traded for days', () => {
    const day = new RollingDay();
    add(day, { timeMs: START_MS, priceTicks: 500, sizeLots: 7 });
    expect(day.figures(START_MS + 5_000 * MINUTE_MS)).toMatchObject({
      openTicks: 500,
      highTicks: 500,
      lowTicks: 500,
      lastTicks: 500,
      changeBps: 0,
      volumeLots: 0,
      volumeQuanta: 0,
    });
  });

  it('has none before the first trade, and counts no further than it can', () => {
    const day = new RollingDay();
    expect(day.figures(START_MS)).toBeNull();
    const candle = openCandle({ timeMs: START_MS, priceTicks: 1, sizeLots: 1 }, '1m');
    day.add({ candle, volumeQuanta: Number.MAX_SAFE_INTEGER });
    day.add({ candle: { ...candle, startMs: START_MS + MINUTE_MS }, volumeQuanta: 5 });
    expect(day.figures(START_MS + MINUTE_MS)?.volumeQuanta).toBe(Number.MAX_SAFE_INTEGER);
  });
});
