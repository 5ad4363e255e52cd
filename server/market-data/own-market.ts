import { type Candle, openCandle, rollUpCandles, type TradePrint } from '#lib/domain/candle.ts';
import { type CandleInterval, INTERVALS, intervalMs, intervalStart } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import { notionalOf } from '#lib/domain/notional.ts';
import type { MinuteSummary, TickerFigures } from '#lib/domain/ticker.ts';
import { CandleSeries } from './candle-series.ts';
import { RollingDay } from './rolling-day.ts';

/** Seconds in which something was traded: at least those of a day. */
const KEPT_SECONDS = 86_400;
/** Of all longer intervals: two years of minutes. */
const KEPT_CANDLES = 1_051_200;

/** Which candles are wanted: those that start in `[fromMs, toMs)`, the newest `limit` of them. */
export type BoundedRange = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
};

/** Candles of a market that was there before the exchange had a trade in it. */
export type EarlierCandles = (interval: CandleInterval, range: BoundedRange) => readonly Candle[];

/**
 * One market as the exchange's own trades make it: candles and the trailing 24 hours. Until the minute
 * of the first trade its candles are those of an earlier market; from that minute on they are its own,
 * and what an interval longer than a minute had seen before is in its candle.
 */
export class OwnMarket {
  readonly #market: Market;
  readonly #earlier: EarlierCandles;
  readonly #day = new RollingDay();
  readonly #series = new Map<CandleInterval, CandleSeries>();
  /** Start of the oldest candle of each interval that changed since it was asked. */
  readonly #changedFromMs = new Map<CandleInterval, number>();
  #firstMinuteMs = Number.POSITIVE_INFINITY;
  #last: TradePrint | null = null;

  constructor(market: Market, earlier: EarlierCandles) {
    this.#market = market;
    this.#earlier = earlier;
  }

  /** `null` before the first one. */
  get lastTrade(): TradePrint | null {
    return this.#last;
  }

  /** Candles that start before this are, in whole or in part, of the earlier market. */
  get ownFromMs(): number {
    return this.#firstMinuteMs;
  }

  /** Takes in a trade that follows all before it. */
  add(trade: TradePrint): void {
    // The sequencer's clock does not go back, so that each trade falls into the last candle or a later one.
    const volumeQuanta = notionalOf(trade.priceTicks, trade.sizeLots, this.#market.k);
    this.#begin(intervalStart(trade.timeMs, '1m'));
    this.#day.add({ candle: openCandle(trade, '1m'), volumeQuanta });
    for (const interval of INTERVALS) {
      const candle = openCandle(trade, interval);
      this.#seriesOf(interval).add(candle);
      if (!this.#changedFromMs.has(interval)) this.#changedFromMs.set(interval, candle.startMs);
    }
    this.#last = trade;
  }

  /** Begins with stored minutes, all that there are, and the newest trades; each in order of time. */
  restore(minutes: readonly MinuteSummary[], trades: readonly TradePrint[]): void {
    const [first] = minutes;
    const newest = minutes.at(-1);
    if (first === undefined || newest === undefined) return;
    this.#begin(first.candle.startMs);
    for (const minute of minutes) this.#day.add(minute);
    const candles = minutes.map(({ candle }) => candle);
    for (const interval of INTERVALS) {
      if (interval === '1s') continue;
      const series = this.#seriesOf(interval);
      for (const candle of rollUpCandles(candles, interval)) series.add(candle);
    }
    const seconds = this.#seriesOf('1s');
    for (const trade of wholeSeconds(trades)) seconds.add(openCandle(trade, '1s'));
    const { startMs: timeMs, closeTicks: priceTicks } = newest.candle;
    this.#last = trades.at(-1) ?? { timeMs, priceTicks, sizeLots: 0 };
  }

  /** Oldest first. */
  candles(interval: CandleInterval, range: BoundedRange): Candle[] {
    const own = this.#series.get(interval)?.between(range) ?? [];
    const beginMs = intervalStartOr(this.#firstMinuteMs, interval);
    const missing = range.limit - own.length;
    if (missing <= 0 || range.fromMs >= beginMs) return own;
    const toMs = Math.min(range.toMs, beginMs);
    return [...this.#earlier(interval, { ...range, toMs, limit: missing }), ...own];
  }

  /** Candles that changed since they were asked for the last time, oldest first. */
  takeChanged(): { readonly interval: CandleInterval; readonly candle: Candle }[] {
    const all = { toMs: Number.POSITIVE_INFINITY, limit: Number.POSITIVE_INFINITY };
    const changed = [...this.#changedFromMs].flatMap(([interval, fromMs]) =>
      this.#seriesOf(interval)
        .between({ fromMs, ...all })
        .map((candle) => ({ interval, candle })),
    );
    this.#changedFromMs.clear();
    return changed;
  }

  /** Of the 24 hours up to now; `null` before the first trade. */
  figures(nowMs: number): TickerFigures | null {
    return this.#day.figures(nowMs);
  }

  /** At the first trade every longer interval begins with what the earlier market did in it. */
  #begin(firstMinuteMs: number): void {
    if (this.#firstMinuteMs !== Number.POSITIVE_INFINITY) return;
    this.#firstMinuteMs = firstMinuteMs;
    const fromMs = intervalStart(firstMinuteMs, '1w');
    const range = { fromMs, toMs: firstMinuteMs, limit: (7 * intervalMs['1d']) / intervalMs['1m'] };
    const minutes = this.#earlier('1m', range);
    for (const interval of INTERVALS) {
      const startMs = intervalStart(firstMinuteMs, interval);
      const within = minutes.filter((minute) => minute.startMs >= startMs);
      for (const candle of interval === '1s' ? [] : rollUpCandles(within, interval)) {
        this.#seriesOf(interval).add(candle);
      }
    }
  }

  #seriesOf(interval: CandleInterval): CandleSeries {
    const known = this.#series.get(interval);
    if (known !== undefined) return known;
    const series = new CandleSeries(interval === '1s' ? KEPT_SECONDS : KEPT_CANDLES);
    this.#series.set(interval, series);
    return series;
  }
}

/** Without those of the first second: there may have been more in it than were stored. */
function wholeSeconds(trades: readonly TradePrint[]): readonly TradePrint[] {
  const [first] = trades;
  if (first === undefined) return [];
  const firstMs = intervalStart(first.timeMs, '1s');
  return trades.filter(({ timeMs }) => timeMs >= firstMs + intervalMs['1s']);
}

function intervalStartOr(timeMs: number, interval: CandleInterval): number {
  return Number.isFinite(timeMs) ? intervalStart(timeMs, interval) : timeMs;
}
