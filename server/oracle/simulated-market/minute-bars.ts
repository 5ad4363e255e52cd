import type { Candle } from '#lib/domain/candle.ts';
import type { Market } from '#lib/domain/market.ts';
import { type AssetModel, MINUTES_PER_DAY } from './asset-model.ts';
import { exp } from './exp.ts';
import { ln } from './ln.ts';
import type { MinutePath } from './minute-path.ts';
import { randomStream } from './random-stream.ts';

/** One-minute candles of a day: open, high, low, close in ticks and volume in lots, five a minute. */
export type MinuteBars = Int32Array;

const BAR_WIDTH = 5;

/** A minute holds at most this many trades; its volume lets each of them have a lot. */
export const MAX_TRADES_PER_MINUTE = 240;

const STREAM = 3;
const LARGEST_INTEGER = 2 ** 31 - 1;
/** Expected range of a Brownian motion over its deviation: the square root of 8/π. */
const RANGE_PER_DEVIATION = 1.5957691216057308;
const TYPICAL_TRADES = 160;
/** Deviation of the logarithm of volume that nothing explains. */
const VOLUME_NOISE = 0.35;
const LARGEST_RANGE = 15;

export type BarSettings = {
  readonly seed: number;
  /** Place of the asset among the models. */
  readonly asset: number;
  readonly model: AssetModel;
  readonly market: Market;
  /** Logarithm of the price, in ticks, at which a path's level is zero. */
  readonly originLogTicks: number;
  /** Days since the epoch. */
  readonly day: number;
  readonly path: MinutePath;
};

/**
 * The candles along a day's path, as integers: from here on prices are ticks and sizes are lots.
 * Highs and lows are drawn from the law of a Brownian bridge's extremes; volume follows the
 * volatility expected of the minute and the range it had.
 */
export function minuteBars(settings: BarSettings): MinuteBars {
  const { seed, asset, model, market, originLogTicks, day, path } = settings;
  const random = randomStream(seed, STREAM, asset, day);
  const lotsPerMinute = (model.dailyVolume / MINUTES_PER_DAY) * 10 ** market.sizeDecimals;
  const typicalDeviation = model.dailyVolatility / Math.sqrt(MINUTES_PER_DAY);
  const bars = new Int32Array(MINUTES_PER_DAY * BAR_WIDTH);
  let previous = priceTicks(originLogTicks + (path.levels[0] ?? 0));

  for (let at = 0; at < MINUTES_PER_DAY; at += 1) {
    const deviation = path.deviation[at] ?? 0;
    const spread = previous * deviation;
    const step = spread / Math.sqrt(TYPICAL_TRADES);
    const open = positiveTicks(previous + 2 * step * (random.uniform() - random.uniform()));
    const close = priceTicks(originLogTicks + (path.levels[at + 1] ?? 0));

    const move = close - open;
    const reachUp = Math.sqrt(move * move - 2 * spread * spread * ln(random.uniform()));
    const reachDown = Math.sqrt(move * move - 2 * spread * spread * ln(random.uniform()));
    const high = Math.max(open, close, positiveTicks(open + (move + reachUp) / 2));
    const low = Math.min(open, close, positiveTicks(open + (move - reachDown) / 2));

    const range = (high - low) / (previous * typicalDeviation * RANGE_PER_DEVIATION);
    const busy = deviation / typicalDeviation;
    const noise = exp(VOLUME_NOISE * random.normal() - (VOLUME_NOISE * VOLUME_NOISE) / 2);
    const volume = lotsPerMinute * (0.4 * busy + 0.6 * Math.min(range, LARGEST_RANGE)) * noise;

    const place = at * BAR_WIDTH;
    bars[place] = open;
    bars[place + 1] = high;
    bars[place + 2] = low;
    bars[place + 3] = close;
    bars[place + 4] = positiveLots(volume);
    previous = close;
  }
  return bars;
}

/** The candle of a minute out of a day's bars. */
export function candleAt(bars: MinuteBars, minuteOfDay: number, startMs: number): Candle {
  const at = minuteOfDay * BAR_WIDTH;
  const openTicks = bars[at];
  const highTicks = bars[at + 1];
  const lowTicks = bars[at + 2];
  const closeTicks = bars[at + 3];
  const volumeLots = bars[at + 4];
  if (
    openTicks === undefined ||
    highTicks === undefined ||
    lowTicks === undefined ||
    closeTicks === undefined ||
    volumeLots === undefined
  ) {
    throw new RangeError(`no minute ${minuteOfDay} in a day`);
  }
  return { startMs, openTicks, highTicks, lowTicks, closeTicks, volumeLots };
}

function priceTicks(logTicks: number): number {
  return positiveTicks(exp(logTicks));
}

function positiveTicks(ticks: number): number {
  return Math.min(LARGEST_INTEGER, Math.max(1, Math.round(ticks)));
}

function positiveLots(lots: number): number {
  return Math.min(LARGEST_INTEGER, Math.max(MAX_TRADES_PER_MINUTE, Math.round(lots)));
}
