import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Candle, openCandle, type TradePrint } from '#lib/domain/candle.ts';
import { type CandleInterval, intervalStart } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import { testDataDir } from '#scripts/testing/test-data.ts';
import { CandleSeries } from './candle-series.ts';
import { OwnMarket } from './own-market.ts';

const ALL = { fromMs: 0, toMs: Number.POSITIVE_INFINITY, limit: Number.POSITIVE_INFINITY };

/** Bars as they grow with one price after another. */
function grown(prints: readonly TradePrint[], interval: CandleInterval): Candle[] {
  const series = new CandleSeries(100_000);
  for (const print of prints) series.add(openCandle(print, interval));
  return series.between(ALL);
}

/** Bars of a longer interval, as they grow with bars of a shorter one. */
function grownFrom(bars: readonly Candle[], interval: CandleInterval): Candle[] {
  const series = new CandleSeries(100_000);
  for (const bar of bars) series.add({ ...bar, startMs: intervalStart(bar.startMs, interval) });
  return series.between(ALL);
}

describe.runIf(testDataDir() !== null)('recorded quotes of a day of EUR/USD', () => {
  const forex = 'lean-ticks-bars/forex/oanda';
  const file = 'eurusd/20140501_quote.zip';

  it.each([
    ['bid', 1, 1],
    ['ask', 2, 6],
  ])('give the recorded bars of seconds and minutes, %s', (_side, tickColumn, barColumn) => {
    const ticks = zippedRows(`${forex}/tick/${file}`).map((row) => ({
      timeMs: Number(row[0]),
      priceTicks: units(row[tickColumn], 5),
      sizeLots: 0,
    }));
    const barsOf = (resolution: string) =>
      zippedRows(`${forex}/${resolution}/${file}`).map((row) =>
        bar(row[0], [...row.slice(barColumn, barColumn + 4), '0'], { price: 5, size: 0 }),
      );
    const seconds = barsOf('second');
    expect(seconds).toHaveLength(12_564);
    expect(grown(ticks, '1s')).toEqual(seconds);
    expect(grown(ticks, '1m')).toEqual(barsOf('minute'));
    expect(grownFrom(seconds, '1m')).toEqual(barsOf('minute'));
  });
});

describe.runIf(testDataDir() !== null)('recorded seconds of a day of BTC/USD', () => {
  it('give the recorded minutes, volumes included', () => {
    const barsOf = (resolution: string) =>
      zippedRows(`lean-ticks-bars/crypto/coinbase/${resolution}/btcusd/20161007_trade.zip`).map(
        (row) => bar(row[0], row.slice(1, 6), { price: 2, size: 8 }),
      );
    const minutes = barsOf('minute');
    expect(minutes).toHaveLength(1_419);
    expect(grownFrom(barsOf('second'), '1m')).toEqual(minutes);
  });
});

describe.runIf(testDataDir() !== null)('recorded trades of a day of XRP/ETH', () => {
  it('give the exchange’s own candles of one and five minutes', () => {
    const market = new OwnMarket({ k: 1 } as Market, () => []);
    for (const [timeMs, , , price, amount] of rows('binance_XRPETH_trades.csv.gz')) {
      const print = { priceTicks: units(price, 8), sizeLots: units(amount, 1) };
      market.add({ timeMs: Number(timeMs), ...print });
    }
    for (const [interval, count] of [
      ['1m', 1_022],
      ['5m', 287],
    ] as const) {
      const recorded = rows(`binance_XRPETH_${interval}.csv.gz`).map((row) =>
        bar(row[0], row.slice(1, 6), { price: 8, size: 1 }),
      );
      expect(recorded).toHaveLength(count);
      expect(market.candles(interval, ALL)).toEqual(recorded);
    }
  });
});

function bar(
  time: string | undefined,
  [open, high, low, close, volume]: readonly string[],
  decimals: { readonly price: number; readonly size: number },
): Candle {
  return {
    startMs: Number(time),
    openTicks: units(open, decimals.price),
    highTicks: units(high, decimals.price),
    lowTicks: units(low, decimals.price),
    closeTicks: units(close, decimals.price),
    volumeLots: units(volume, decimals.size),
  };
}

/** A decimal text as an integer count of `10 ** -decimals`, exactly. */
function units(text: string | undefined, decimals: number): number {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text ?? '');
  const fraction = match?.[2] ?? '';
  if (match === null || fraction.length > decimals) throw new Error(`no exact units: ${text}`);
  return Number(`${match[1]}${fraction.padEnd(decimals, '0')}`);
}

function rows(file: string): string[][] {
  const packed = readFileSync(join(testDataDir() ?? '', 'freqtrade-xrpeth', file));
  return csv(gunzipSync(packed)).slice(1);
}

/** Rows of the only file of an archive. */
function zippedRows(path: string): string[][] {
  const archive = readFileSync(join(testDataDir() ?? '', path));
  const begin = 30 + archive.readUInt16LE(26) + archive.readUInt16LE(28);
  return csv(inflateRawSync(archive.subarray(begin, begin + archive.readUInt32LE(18))));
}

function csv(bytes: Buffer): string[][] {
  const lines = bytes.toString('utf8').trimEnd().split(/\r?\n/);
  return lines.map((line) => line.split(','));
}
