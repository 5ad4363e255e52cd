import { aggregateTrades, type Candle, rollUpCandles } from '#lib/domain/candle.ts';
import { type CandleInterval, INTERVALS, intervalMs, intervalStart } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import type { PriceSource } from '#lib/domain/price-source.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { limits } from '../limits.ts';
import { type CandleArchive, createCandleArchive } from './candle-archive.ts';
import { loadWindow } from './load-window.ts';
import type { ClosedCandle, DayInterval, MarketWindow } from './market-window.ts';
import type { TimeRange, TradeHistory } from './trade-history.ts';

/** Trades are taken in by slices of at most this, so that a long pause does not fill the memory. */
const SLICE_MS = 10 * 60_000;

/** Which candles are asked for: those that start in `[fromMs, toMs)`, at most the newest `limit`. */
export type CandleRange = {
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly limit: number;
};

/** Everything that changed at one sequence number. */
export type MarketDataUpdate = {
  readonly seq: number;
  readonly timestampMs: number;
  readonly prices: readonly PriceUpdate[];
  /** Candles that were closed, each once and whole, and after them those now running. */
  readonly candles: readonly {
    readonly symbol: string;
    readonly interval: CandleInterval;
    readonly candle: Candle;
  }[];
};

export type MarketData = {
  /** Sequence number of the newest update; higher than any of an earlier process. */
  seq(): number;
  prices(): readonly PriceUpdate[];
  /** Oldest first, the running candle included; empty for a symbol that is not listed. */
  candles(symbol: string, interval: CandleInterval, range: CandleRange): readonly Candle[];
  /** An index has no trades of the exchange. */
  tradedSinceMs(symbol: string): number | null;
  ticker(symbol: string): Ticker | null;
  sources(): readonly PriceSource[];
  /** Listeners are called after the state that they announce can be read. */
  onUpdate(listener: (update: MarketDataUpdate) => void): () => void;
  /** Takes in what was traded up to now and announces it; does nothing while the clock stands still. */
  advance(): void;
  /** Reads one more day of each market's history ahead of its use; false when all of it is read. */
  readAhead(): boolean;
};

type Feed = {
  readonly market: Market;
  readonly window: MarketWindow;
  readonly archive: CandleArchive;
};

/**
 * Candles, 24-hour figures and prices of markets, as a projection of a history's trades. Reads are
 * as of the last `advance`.
 *
 * @param now the clock, milliseconds since the epoch
 */
export function createMarketData({
  markets,
  history,
  now,
}: {
  readonly markets: readonly Market[];
  readonly history: TradeHistory;
  readonly now: () => number;
}): MarketData {
  let asOfMs = now();
  // Fewer than a thousand updates a second: a later process always begins above an earlier one's end.
  let seq = asOfMs;
  const listeners = new Set<(update: MarketDataUpdate) => void>();
  const feeds = openFeeds(markets, history, asOfMs);

  function advance(): void {
    const nowMs = now();
    if (nowMs <= asOfMs) return;
    const changed = [...feeds.values()].map((feed) =>
      takeIn(feed, history, { fromMs: asOfMs + 1, toMs: nowMs + 1 }),
    );
    asOfMs = nowMs;
    const traded = changed.filter(({ count }) => count > 0);
    if (traded.length === 0) return;
    seq += 1;
    const prices = traded.map(({ feed }) => priceOf(feed, history));
    const candles = traded.flatMap(({ feed, closed }) => candlesOf(feed, closed));
    const update = { seq, timestampMs: nowMs, prices, candles };
    for (const listener of [...listeners]) listener(update);
  }

  function candles(symbol: string, interval: CandleInterval, range: CandleRange): Candle[] {
    const feed = feeds.get(symbol);
    return feed === undefined ? [] : candlesIn(feed, history, { interval, range });
  }

  function ticker(symbol: string): Ticker | null {
    const feed = feeds.get(symbol);
    return feed === undefined ? null : tickerOf(feed, history.simulated);
  }

  function sources(): PriceSource[] {
    const times = [...feeds.values()].map(({ window }) => window.lastTrade().timeMs);
    const lastUpdateMs = times.length === 0 ? null : Math.min(...times);
    const healthy = lastUpdateMs !== null && now() - lastUpdateMs <= limits.priceStaleMs;
    const { name, simulated } = history;
    return [{ name, tier: 'primary', healthy, lastUpdateMs, simulated }];
  }

  return {
    seq: () => seq,
    prices: () => [...feeds.values()].map((feed) => priceOf(feed, history)),
    candles,
    tradedSinceMs: () => null,
    ticker,
    sources,
    onUpdate: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    advance,
    readAhead: () => {
      const midnight = asOfMs - (asOfMs % intervalMs['1d']);
      return [...feeds.values()].map(({ archive }) => archive.readAhead(midnight)).includes(true);
    },
  };
}

function openFeeds(
  markets: readonly Market[],
  history: TradeHistory,
  nowMs: number,
): ReadonlyMap<string, Feed> {
  return new Map(
    markets.map((market) => {
      const window = loadWindow({ market, history, nowMs });
      return [market.symbol, { market, window, archive: createCandleArchive(market, history) }];
    }),
  );
}

type BoundedRange = { readonly fromMs: number; readonly toMs: number; readonly limit: number };

function candlesIn(
  feed: Feed,
  history: TradeHistory,
  { interval, range }: { readonly interval: CandleInterval; readonly range: CandleRange },
): Candle[] {
  const { fromMs = 0, toMs = Number.POSITIVE_INFINITY, limit } = range;
  if (!(limit >= 1)) return [];
  const bounded = { fromMs, toMs, limit };
  if (interval === '1s') return secondsIn(feed, history, bounded);
  if (interval === '1w') return weeksIn(feed, bounded);
  return daysIn(feed, interval, bounded);
}

function daysIn(
  { window, archive }: Feed,
  interval: DayInterval,
  { fromMs, toMs, limit }: BoundedRange,
): Candle[] {
  const today = window
    .today(interval)
    .filter(({ startMs }) => startMs >= fromMs && startMs < toMs)
    .slice(-limit);
  const midnight = intervalStart(window.lastTrade().timeMs, '1d');
  const before = { fromMs, toMs: Math.min(toMs, midnight), limit: limit - today.length };
  return [...archive.candles(interval, before), ...today];
}

/** Weeks are added up from days each time: there are few of them. */
function weeksIn(feed: Feed, { fromMs, toMs, limit }: BoundedRange): Candle[] {
  const all = { fromMs: 0, toMs: Number.POSITIVE_INFINITY, limit: Number.POSITIVE_INFINITY };
  return rollUpCandles(daysIn(feed, '1d', all), '1w')
    .filter(({ startMs }) => startMs >= fromMs && startMs < toMs)
    .slice(-limit);
}

/** Seconds are not kept: a history has the trades of every minute at hand. */
function secondsIn(
  { market, window }: Feed,
  history: TradeHistory,
  { fromMs, toMs, limit }: BoundedRange,
): Candle[] {
  const fromSecond = Math.ceil(Math.max(fromMs, history.startMs) / 1_000) * 1_000;
  const endMs = Math.min(Math.ceil(toMs / 1_000) * 1_000, window.lastTrade().timeMs + 1);
  const pieces: Candle[][] = [];
  let missing = limit;
  for (let untilMs = endMs; missing > 0 && untilMs > fromSecond; ) {
    const minuteMs = Math.max(fromSecond, intervalStart(untilMs - 1, '1m'));
    const trades = history.trades(market, { fromMs: minuteMs, toMs: untilMs });
    const piece = aggregateTrades(trades, '1s').slice(-missing);
    pieces.push(piece);
    missing -= piece.length;
    untilMs = minuteMs;
  }
  return pieces.reverse().flat();
}

function takeIn(feed: Feed, history: TradeHistory, { fromMs, toMs }: TimeRange) {
  const closed: ClosedCandle[] = [];
  let count = 0;
  for (let sliceMs = fromMs; sliceMs < toMs; sliceMs += SLICE_MS) {
    const slice = { fromMs: sliceMs, toMs: Math.min(sliceMs + SLICE_MS, toMs) };
    for (const trade of history.trades(feed.market, slice)) {
      closed.push(...feed.window.add(trade));
      count += 1;
    }
  }
  return { feed, closed, count };
}

function candlesOf({ market: { symbol }, window }: Feed, closed: readonly ClosedCandle[]) {
  const running = INTERVALS.map((interval) => ({ interval, candle: window.running(interval) }));
  return [...closed, ...running].map((each) => ({ symbol, ...each }));
}

function priceOf({ market, window }: Feed, history: TradeHistory): PriceUpdate {
  const { priceTicks, timeMs } = window.lastTrade();
  const { volumeLots, changeBps } = window.figures();
  return {
    symbol: market.symbol,
    priceTicks,
    ...history.quote(market, priceTicks),
    volumeLots24h: volumeLots,
    changeBps24h: changeBps,
    timestampMs: timeMs,
    simulated: history.simulated,
  };
}

function tickerOf({ market, window }: Feed, simulated: boolean): Ticker {
  return {
    ...window.figures(),
    symbol: market.symbol,
    timestampMs: window.lastTrade().timeMs,
    sparklineTicks: window.sparkline(),
    simulated,
  };
}
