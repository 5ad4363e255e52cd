import type { Candle } from './candle.ts';

/** How many minutes a ticker looks back over. */
export const TICKER_MINUTES = 1_440;

/** A minute's candle and the notional traded in it, in quote quanta (ticks · lots · k, exact). */
export type MinuteSummary = {
  readonly candle: Candle;
  readonly volumeQuanta: number;
};

/** What the trailing 24 hours of a market amount to. */
export type TickerFigures = {
  /** Start of the first minute counted, milliseconds since the epoch. */
  readonly fromMs: number;
  readonly openTicks: number;
  readonly highTicks: number;
  readonly lowTicks: number;
  readonly lastTicks: number;
  /** Last against open in basis points, rounded to the nearest, halves away from zero. */
  readonly changeBps: number;
  readonly volumeLots: number;
  /** Exact notional traded, in quote quanta. */
  readonly volumeQuanta: number;
};

/** A market's trailing 24 hours as they are shown. */
export type Ticker = TickerFigures & {
  readonly symbol: string;
  /** When the last price was traded, milliseconds since the epoch. */
  readonly timestampMs: number;
  /** Prices at even steps over the 24 hours, oldest first; the last one is the last price. */
  readonly sparklineTicks: readonly number[];
  /** True while the figures come from the simulated market. */
  readonly simulated: boolean;
};

/**
 * The figures of consecutive minutes in order of time, the last of them still forming. Its window
 * moves by whole minutes: it is the minute of the last trade and the 1,439 before it.
 *
 * @throws RangeError without a minute, with more than 24 hours, or when a sum is no safe integer.
 */
export function tickerFigures(minutes: readonly MinuteSummary[]): TickerFigures {
  const first = minutes[0];
  const last = minutes.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a ticker needs a minute');
  if (minutes.length > TICKER_MINUTES) throw new RangeError('a ticker spans at most 24 hours');

  let highTicks = first.candle.highTicks;
  let lowTicks = first.candle.lowTicks;
  let volumeLots = 0;
  let volumeQuanta = 0;
  for (const { candle, volumeQuanta: quanta } of minutes) {
    highTicks = Math.max(highTicks, candle.highTicks);
    lowTicks = Math.min(lowTicks, candle.lowTicks);
    volumeLots += candle.volumeLots;
    volumeQuanta += quanta;
  }
  if (!Number.isSafeInteger(volumeLots) || !Number.isSafeInteger(volumeQuanta)) {
    throw new RangeError('24 h volume exceeds the safe integers');
  }

  const openTicks = first.candle.openTicks;
  const lastTicks = last.candle.closeTicks;
  return {
    fromMs: first.candle.startMs,
    openTicks,
    highTicks,
    lowTicks,
    lastTicks,
    changeBps: changeBps(openTicks, lastTicks),
    volumeLots,
    volumeQuanta,
  };
}

/**
 * Change from one price to another in basis points of the first, rounded to the nearest, halves away
 * from zero. Both are positive and at most 2^31 − 1, so that every product is a safe integer.
 */
export function changeBps(fromTicks: number, toTicks: number): number {
  const doubled = Math.abs(toTicks - fromTicks) * 20_000 + fromTicks;
  const magnitude = (doubled - (doubled % (2 * fromTicks))) / (2 * fromTicks);
  // A change that rounds to nothing is 0, not the −0 that a negated zero would be.
  return toTicks < fromTicks && magnitude > 0 ? -magnitude : magnitude;
}
