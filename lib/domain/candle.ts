import { type CandleInterval, intervalStart } from './interval.ts';

/**
 * What happened in one interval: first, highest, lowest and last price in ticks, and the sum of the
 * sizes in lots. An interval without a trade has no candle: nothing is made up to fill a gap, and
 * whoever draws one carries the previous close over it.
 */
export type Candle = {
  /** Start of the interval, milliseconds since the epoch. */
  readonly startMs: number;
  readonly openTicks: number;
  readonly highTicks: number;
  readonly lowTicks: number;
  readonly closeTicks: number;
  readonly volumeLots: number;
};

/** What a candle takes from a trade: milliseconds since the epoch, integer ticks, integer lots. */
export type TradePrint = {
  readonly timeMs: number;
  readonly priceTicks: number;
  readonly sizeLots: number;
};

/** The candle of an interval after its first trade. */
export function openCandle(trade: TradePrint, interval: CandleInterval): Candle {
  return {
    startMs: intervalStart(trade.timeMs, interval),
    openTicks: trade.priceTicks,
    highTicks: trade.priceTicks,
    lowTicks: trade.priceTicks,
    closeTicks: trade.priceTicks,
    volumeLots: trade.sizeLots,
  };
}

/** A candle after one more trade of its interval, in the order in which trades happened. */
export function addTrade(candle: Candle, trade: TradePrint): Candle {
  return {
    startMs: candle.startMs,
    openTicks: candle.openTicks,
    highTicks: Math.max(candle.highTicks, trade.priceTicks),
    lowTicks: Math.min(candle.lowTicks, trade.priceTicks),
    closeTicks: trade.priceTicks,
    volumeLots: candle.volumeLots + trade.sizeLots,
  };
}

/** One candle of two, the earlier first; it starts where the earlier one does. */
function mergeCandles(earlier: Candle, later: Candle): Candle {
  return {
    startMs: earlier.startMs,
    openTicks: earlier.openTicks,
    highTicks: Math.max(earlier.highTicks, later.highTicks),
    lowTicks: Math.min(earlier.lowTicks, later.lowTicks),
    closeTicks: later.closeTicks,
    volumeLots: earlier.volumeLots + later.volumeLots,
  };
}

/**
 * Candles of trades in the order in which they happened; trades of one millisecond keep theirs.
 *
 * @throws RangeError when a trade lies in an interval before that of the trade preceding it.
 */
export function aggregateTrades(trades: Iterable<TradePrint>, interval: CandleInterval): Candle[] {
  const candles: Candle[] = [];
  let current: Candle | undefined;
  for (const trade of trades) {
    const startMs = intervalStart(trade.timeMs, interval);
    if (current !== undefined && startMs === current.startMs) {
      current = addTrade(current, trade);
      candles[candles.length - 1] = current;
    } else {
      assertLater(startMs, current);
      current = openCandle(trade, interval);
      candles.push(current);
    }
  }
  return candles;
}

/**
 * Candles of a longer interval from those of a shorter one, in order of time. The result equals the
 * aggregation of the trades themselves.
 *
 * @throws RangeError when a candle lies in an interval before that of the candle preceding it.
 */
export function rollUpCandles(candles: Iterable<Candle>, interval: CandleInterval): Candle[] {
  const longer: Candle[] = [];
  let current: Candle | undefined;
  for (const candle of candles) {
    const startMs = intervalStart(candle.startMs, interval);
    if (current !== undefined && startMs === current.startMs) {
      current = mergeCandles(current, candle);
      longer[longer.length - 1] = current;
    } else {
      assertLater(startMs, current);
      current = { ...candle, startMs };
      longer.push(current);
    }
  }
  return longer;
}

function assertLater(startMs: number, current: Candle | undefined): void {
  if (current !== undefined && startMs < current.startMs) {
    throw new RangeError(`time runs backwards: ${startMs} after the candle of ${current.startMs}`);
  }
}
