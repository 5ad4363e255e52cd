import { describe, expect, it } from 'vitest';
import type { Candle } from '#lib/domain/candle.ts';
import { markets } from '#lib/domain/market.ts';
import { assetModels } from './asset-model.ts';
import { createDayChain } from './day-chain.ts';
import { createSimulatedMarket } from './simulated-market.ts';

/**
 * What makes a market look real, measured. The bands are wide enough for any seed that was looked at,
 * narrow enough that losing the property (independent volatility, no jumps, no rhythm) leaves them.
 */

const DAY_MS = 86_400_000;
const DAYS = 90;
const anchorMs = Date.UTC(2026, 9, 20, 14, 3);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const meanA = mean(a);
  const meanB = mean(b);
  const covariance = mean(a.map((value, at) => (value - meanA) * ((b[at] ?? 0) - meanB)));
  const variances = [mean(a.map((x) => (x - meanA) ** 2)), mean(b.map((x) => (x - meanB) ** 2))];
  return covariance / Math.sqrt((variances[0] ?? 0) * (variances[1] ?? 0));
}

function autocorrelation(values: readonly number[], lag: number): number {
  return correlation(values.slice(lag), values.slice(0, -lag));
}

function kurtosis(values: readonly number[]): number {
  const variance = mean(values.map((value) => value ** 2));
  return mean(values.map((value) => value ** 4)) / variance ** 2;
}

function returns(candles: readonly Candle[], every: number): number[] {
  const closes = candles.filter((_, at) => at % every === every - 1).map((c) => c.closeTicks);
  return closes.slice(1).map((close, at) => Math.log(close / (closes[at] ?? close)));
}

describe.each([1, 2, 20_261_120])('the simulated market of seed %d', (seed) => {
  const simulated = createSimulatedMarket({ seed, anchorMs }, markets);
  const range = { fromMs: anchorMs - DAYS * DAY_MS, toMs: anchorMs };
  const histories = markets.map((market) => simulated.minuteCandles(market, range));

  it('has volatility that clusters while returns themselves are not predictable', () => {
    for (const candles of histories) {
      const minutes = returns(candles, 1);
      const sizes = minutes.map(Math.abs);
      expect(autocorrelation(sizes, 1)).toBeGreaterThan(0.17);
      expect(autocorrelation(sizes, 30)).toBeGreaterThan(0.13);
      expect(Math.abs(autocorrelation(minutes, 1))).toBeLessThan(0.04);
      const hours = returns(candles, 60).map(Math.abs);
      expect(autocorrelation(hours, 1)).toBeGreaterThan(0.08);
    }
  });

  it('has fat tails', () => {
    for (const candles of histories) {
      expect(kurtosis(returns(candles, 1))).toBeGreaterThan(6);
      expect(kurtosis(returns(candles, 60))).toBeGreaterThan(3.8);
    }
  });

  it('moves its assets together, BTC and ETH the most', () => {
    for (const every of [1, 60]) {
      const [btc = [], eth = [], lux = []] = histories.map((candles) => returns(candles, every));
      expect(correlation(btc, eth)).toBeGreaterThan(0.65);
      expect(correlation(btc, eth)).toBeLessThan(0.92);
      expect(correlation(btc, lux)).toBeGreaterThan(0.35);
      expect(correlation(btc, lux)).toBeLessThan(correlation(btc, eth));
    }
  });

  it('is busiest while New York trades and quiet before Europe wakes', () => {
    for (const candles of histories) {
      const moveAt = (from: number, to: number, value: (candle: Candle) => number) =>
        mean(
          candles
            .filter(({ startMs }) => {
              const hour = (startMs % DAY_MS) / 3_600_000;
              return hour >= from && hour < to;
            })
            .map(value),
        );
      const range = (candle: Candle) => (candle.highTicks - candle.lowTicks) / candle.openTicks;
      const volume = (candle: Candle) => candle.volumeLots;
      for (const value of [range, volume]) {
        const ratio = moveAt(13, 16, value) / moveAt(3, 6, value);
        expect(ratio).toBeGreaterThan(1.35);
        expect(ratio).toBeLessThan(2.6);
      }
    }
  });

  it('trades more when it moves more', () => {
    for (const candles of histories) {
      const ranges = candles.map((candle) => candle.highTicks - candle.lowTicks);
      expect(
        correlation(
          ranges,
          candles.map((candle) => candle.volumeLots),
        ),
      ).toBeGreaterThan(0.4);
    }
  });

  it('has the volatility and the volume of its models, within a factor', () => {
    for (const [index, candles] of histories.entries()) {
      const model = assetModels[index];
      const market = markets[index];
      if (model === undefined || market === undefined) throw new Error('one model a market');
      const daily = Math.sqrt(mean(returns(candles, 1).map((value) => value ** 2)) * 1_440);
      expect(daily / model.dailyVolatility).toBeGreaterThan(0.6);
      expect(daily / model.dailyVolatility).toBeLessThan(1.8);
      const volume = mean(candles.map((c) => c.volumeLots)) * 1_440 * 10 ** -market.sizeDecimals;
      expect(volume / model.dailyVolume).toBeGreaterThan(0.6);
      expect(volume / model.dailyVolume).toBeLessThan(1.6);
    }
  });

  it('has no seam at midnight', () => {
    for (const candles of histories) {
      const across = candles.slice(1).flatMap((candle, at) => {
        const before = candles[at];
        if (before === undefined || candle.startMs % DAY_MS !== 0) return [];
        return [Math.abs(candle.openTicks / before.closeTicks - 1)];
      });
      expect(across.length).toBeGreaterThan(DAYS - 2);
      expect(Math.max(...across)).toBeLessThan(0.002);
      const perMinute = mean(returns(candles, 1).map(Math.abs));
      const nightly = returns(candles, 1).filter((_, at) => {
        const minute = ((candles[at + 1]?.startMs ?? 0) % DAY_MS) / 60_000;
        return minute < 10 || minute >= 1_430;
      });
      expect(mean(nightly.map(Math.abs)) / perMinute).toBeLessThan(1.5);
    }
  });
});

describe('the simulated market in the long run', () => {
  it('stays within bounds over ten years of any seed', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const chain = createDayChain({ seed, firstDay: 20_000, models: assetModels });
      for (let day = 20_000; day < 23_650; day += 7) {
        // Logarithms: BTC within a factor of 3, ETH of 4, LUX of 7 of where it began.
        const [btc = 9, eth = 9, lux = 9] = chain(day).levels.map(Math.abs);
        expect(btc).toBeLessThan(1.1);
        expect(eth).toBeLessThan(1.4);
        expect(lux).toBeLessThan(1.95);
      }
    }
  });
});
