import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testDataDir } from '#scripts/testing/test-data.ts';
import { aggregateTrades, type Candle, rollUpCandles, type TradePrint } from './candle.ts';
import { INTERVALS, intervalMs } from './interval.ts';

const MINUTE_MS = 60_000;

function trade(timeMs: number, priceTicks: number, sizeLots: number): TradePrint {
  return { timeMs, priceTicks, sizeLots };
}

/** Trades in order of time, some of them in one millisecond, some hours apart. */
const tradesInOrder = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constant(0), fc.nat(400), fc.nat(40 * MINUTE_MS), fc.nat(2_000 * MINUTE_MS)),
      fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      fc.integer({ min: 1, max: 1_000_000 }),
    ),
    { maxLength: 200 },
  )
  .map((steps) => {
    let timeMs = 1_790_000_000_000;
    return steps.map(([waitMs, priceTicks, sizeLots]) => {
      timeMs += waitMs;
      return trade(timeMs, priceTicks, sizeLots);
    });
  });

describe('aggregateTrades', () => {
  it('summarises the trades of each interval', () => {
    const trades = [
      trade(60_000, 100, 5),
      trade(60_000, 103, 1),
      trade(75_000, 98, 2),
      trade(119_999, 101, 4),
      trade(120_000, 102, 7),
    ];
    expect(aggregateTrades(trades, '1m')).toEqual<Candle[]>([
      {
        startMs: 60_000,
        openTicks: 100,
        highTicks: 103,
        lowTicks: 98,
        closeTicks: 101,
        volumeLots: 12,
      },
      {
        startMs: 120_000,
        openTicks: 102,
        highTicks: 102,
        lowTicks: 102,
        closeTicks: 102,
        volumeLots: 7,
      },
    ]);
  });

  it('has no candle where nothing was traded', () => {
    const trades = [trade(0, 100, 1), trade(10 * MINUTE_MS, 100, 1)];
    expect(aggregateTrades(trades, '5m').map((candle) => candle.startMs)).toEqual([0, 600_000]);
    expect(aggregateTrades([], '5m')).toEqual([]);
  });

  it('refuses trades that run back over the border of an interval', () => {
    const trades = [trade(60_000, 100, 1), trade(59_999, 100, 1)];
    expect(() => aggregateTrades(trades, '1m')).toThrow(RangeError);
  });

  it('says of every interval what a slow count of its trades says', () => {
    fc.assert(
      fc.property(tradesInOrder, fc.constantFrom(...INTERVALS), (trades, interval) => {
        const candles = aggregateTrades(trades, interval);
        let counted = 0;
        for (const candle of candles) {
          const endMs = candle.startMs + intervalMs[interval];
          const within = trades.filter((t) => t.timeMs >= candle.startMs && t.timeMs < endMs);
          const prices = within.map((t) => t.priceTicks);
          counted += within.length;
          expect(candle).toEqual({
            startMs: candle.startMs,
            openTicks: prices[0],
            highTicks: Math.max(...prices),
            lowTicks: Math.min(...prices),
            closeTicks: prices.at(-1),
            volumeLots: within.reduce((sum, t) => sum + t.sizeLots, 0),
          });
        }
        expect(counted).toBe(trades.length);
      }),
    );
  });
});

describe('rollUpCandles', () => {
  it('gives the candles that the trades themselves give', () => {
    fc.assert(
      fc.property(tradesInOrder, (trades) => {
        for (const [index, shorter] of INTERVALS.entries()) {
          for (const longer of INTERVALS.slice(index)) {
            expect(rollUpCandles(aggregateTrades(trades, shorter), longer)).toEqual(
              aggregateTrades(trades, longer),
            );
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('refuses candles out of order', () => {
    const [candle] = aggregateTrades([trade(0, 1, 1)], '1m');
    if (candle === undefined) throw new Error('a trade makes a candle');
    const later = { ...candle, startMs: 10 * MINUTE_MS };
    expect(() => rollUpCandles([later, candle], '5m')).toThrow(RangeError);
  });
});

describe.runIf(testDataDir() !== null)('candles of a recorded day of XRP/ETH', () => {
  it('equal the exchange’s own one-minute candles', () => {
    const candles = aggregateTrades(recordedTrades(), '1m');
    expect(candles).toHaveLength(1_022);
    expect(candles).toEqual(recordedCandles('binance_XRPETH_1m.csv.gz'));
  });

  it('equal the exchange’s own five-minute candles, from trades and from one-minute candles', () => {
    const recorded = recordedCandles('binance_XRPETH_5m.csv.gz');
    expect(recorded).toHaveLength(287);
    expect(aggregateTrades(recordedTrades(), '5m')).toEqual(recorded);
    expect(rollUpCandles(aggregateTrades(recordedTrades(), '1m'), '5m')).toEqual(recorded);
  });
});

function recordedRows(file: string): string[][] {
  const path = join(testDataDir() ?? '', 'freqtrade-xrpeth', file);
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');
  return lines.slice(1).map((line) => line.split(','));
}

function recordedTrades(): TradePrint[] {
  return recordedRows('binance_XRPETH_trades.csv.gz').map(([timeMs, , , price, amount]) =>
    trade(exactUnits(timeMs, 0), exactUnits(price, 8), exactUnits(amount, 1)),
  );
}

function recordedCandles(file: string): Candle[] {
  return recordedRows(file).map(([startMs, open, high, low, close, volume]) => ({
    startMs: exactUnits(startMs, 0),
    openTicks: exactUnits(open, 8),
    highTicks: exactUnits(high, 8),
    lowTicks: exactUnits(low, 8),
    closeTicks: exactUnits(close, 8),
    volumeLots: exactUnits(volume, 1),
  }));
}

/** A decimal text as an integer count of `10 ** -decimals`, exactly. */
function exactUnits(text: string | undefined, decimals: number): number {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text ?? '');
  const fraction = match?.[2] ?? '';
  if (match === null || fraction.length > decimals) throw new Error(`no exact units: ${text}`);
  const units = Number(`${match[1]}${fraction.padEnd(decimals, '0')}`);
  if (!Number.isSafeInteger(units)) throw new Error(`too large: ${text}`);
  return units;
}
