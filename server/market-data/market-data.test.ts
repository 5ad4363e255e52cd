import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregateTrades, type Candle, rollUpCandles } from '#lib/domain/candle.ts';
import { type CandleInterval, INTERVALS, intervalStart } from '#lib/domain/interval.ts';
import { findMarket, type Market, markets } from '#lib/domain/market.ts';
import { createSimulatedMarket } from '#server/oracle/index.ts';
import { createMarketData, type MarketData, type MarketDataUpdate } from './market-data.ts';
import type { TradeHistory } from './trade-history.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const midnight = Date.UTC(2026, 10, 20);
const startMs = midnight - 5 * DAY_MS;
const simulated = createSimulatedMarket({ seed: 11, anchorMs: midnight }, markets);
/** The simulated market without most of its past, which would only take time. */
const history: TradeHistory = { ...simulated, startMs };
const symbols = markets.map(({ symbol }) => symbol);

function marketOf(symbol: string): Market {
  const market = findMarket(symbol);
  if (market === undefined) throw new Error(`no market ${symbol}`);
  return market;
}

function begin(nowMs: number) {
  let time = nowMs;
  const data = createMarketData({ markets, history, now: () => time });
  const updates: MarketDataUpdate[] = [];
  const unsubscribe = data.onUpdate((update) => updates.push(update));
  return {
    data,
    updates,
    unsubscribe,
    advanceTo: (toMs: number) => {
      time = toMs;
      data.advance();
    },
  };
}

/** Every candle of a market up to a time, from the history alone. */
function expectedCandles(symbol: string, interval: CandleInterval, nowMs: number): Candle[] {
  const market = marketOf(symbol);
  if (interval === '1s') return expectedSeconds(market, nowMs);
  const minuteMs = nowMs - (nowMs % MINUTE_MS);
  const closed = history.minuteCandles(market, { fromMs: startMs, toMs: minuteMs });
  const running = history.trades(market, { fromMs: minuteMs, toMs: nowMs + 1 });
  return rollUpCandles([...closed, ...aggregateTrades(running, '1m')], interval);
}

/** There are too many to look at all of them each time. */
const SECONDS_FROM_MS = midnight + 11 * 60 * MINUTE_MS;

function expectedSeconds(market: Market, nowMs: number): Candle[] {
  return aggregateTrades(
    history.trades(market, { fromMs: SECONDS_FROM_MS, toMs: nowMs + 1 }),
    '1s',
  );
}

function everything(data: MarketData) {
  return {
    prices: data.prices(),
    tickers: symbols.map((symbol) => data.ticker(symbol)),
    candles: symbols.map((symbol) =>
      INTERVALS.map((interval) => data.candles(symbol, interval, { limit: 2_000 })),
    ),
  };
}

const noon = midnight + 12 * 60 * MINUTE_MS + 34_567;

describe('market data when it begins', () => {
  const { data } = begin(noon);

  it('has all candles of the history, the running one last', () => {
    for (const symbol of symbols) {
      for (const interval of INTERVALS) {
        const from = interval === '1s' ? { fromMs: SECONDS_FROM_MS } : {};
        const candles = data.candles(symbol, interval, { ...from, limit: 100_000 });
        expect(candles).toEqual(expectedCandles(symbol, interval, noon));
      }
    }
    expect(data.candles('BTC-USDT', '1d', { limit: 100 })).toHaveLength(6);
  });

  it('gives the newest candles that start in a range, whatever the range', () => {
    const offset = fc.option(fc.integer({ min: -DAY_MS, max: 8 * DAY_MS }), { nil: undefined });
    const intervals = INTERVALS.filter((interval) => interval !== '1s');
    const all = new Map(intervals.map((each) => [each, expectedCandles('ETH-USDT', each, noon)]));
    fc.assert(
      fc.property(
        fc.constantFrom(...intervals),
        offset,
        offset,
        fc.integer({ min: 1, max: 3_000 }),
        (interval, from, to, limit) => {
          const fromMs = from === undefined ? undefined : startMs + from;
          const toMs = to === undefined ? undefined : startMs + to;
          const expected = (all.get(interval) ?? [])
            .filter((candle) => candle.startMs >= (fromMs ?? 0))
            .filter((candle) => candle.startMs < (toMs ?? Number.POSITIVE_INFINITY))
            .slice(-limit);
          expect(data.candles('ETH-USDT', interval, { fromMs, toMs, limit })).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives the newest seconds that start in a range, whatever the range', () => {
    const all = expectedCandles('ETH-USDT', '1s', noon);
    const time = fc.integer({ min: SECONDS_FROM_MS, max: noon + 3_000 });
    const most = fc.integer({ min: 1, max: 3_000 });
    fc.assert(
      fc.property(time, time, most, (fromMs, toMs, limit) => {
        const expected = all
          .filter((candle) => candle.startMs >= fromMs && candle.startMs < toMs)
          .slice(-limit);
        expect(data.candles('ETH-USDT', '1s', { fromMs, toMs, limit })).toEqual(expected);
      }),
      { numRuns: 60 },
    );
    expect(data.candles('ETH-USDT', '1s', { limit: 40 })).toEqual(all.slice(-40));
  });

  it('has the 24-hour figures that its trades add up to', () => {
    for (const symbol of symbols) {
      const market = marketOf(symbol);
      const fromMs = noon - (noon % MINUTE_MS) - 1_439 * MINUTE_MS;
      const trades = history.trades(market, { fromMs, toMs: noon + 1 });
      const prices = trades.map(({ priceTicks }) => priceTicks);
      const quanta = trades.reduce(
        (sum, trade) => sum + BigInt(trade.priceTicks) * BigInt(trade.sizeLots) * BigInt(market.k),
        0n,
      );
      expect(data.ticker(symbol)).toMatchObject({
        symbol,
        fromMs,
        timestampMs: trades.at(-1)?.timeMs,
        openTicks: prices[0],
        highTicks: prices.reduce((high, price) => Math.max(high, price)),
        lowTicks: prices.reduce((low, price) => Math.min(low, price)),
        lastTicks: prices.at(-1),
        volumeLots: trades.reduce((sum, { sizeLots }) => sum + sizeLots, 0),
        volumeQuanta: Number(quanta),
        simulated: true,
      });
    }
  });

  it('has a sparkline of 48 prices that ends at the last one', () => {
    for (const symbol of symbols) {
      const ticker = data.ticker(symbol);
      expect(ticker?.sparklineTicks).toHaveLength(48);
      expect(ticker?.sparklineTicks.at(-1)).toBe(ticker?.lastTicks);
    }
  });

  it('says that its prices are simulated, with a bid below and an ask above each', () => {
    expect(data.prices().map(({ symbol }) => symbol)).toEqual(symbols);
    for (const price of data.prices()) {
      expect(price.simulated).toBe(true);
      expect(price.bidTicks).toBeLessThan(price.priceTicks);
      expect(price.askTicks).toBeGreaterThan(price.priceTicks);
      expect(noon - price.timestampMs).toBeLessThan(1_000);
    }
  });

  it('knows nothing of symbols that are not listed', () => {
    expect(data.candles('DOGE-USDT', '1m', { limit: 10 })).toEqual([]);
    expect(data.ticker('DOGE-USDT')).toBeNull();
    expect(data.candles('BTC-USDT', '1m', { limit: 0 })).toEqual([]);
  });
});

describe('market data as time passes', () => {
  it('equals, across midnight, what a fresh start reads', () => {
    const eve = midnight - 3 * MINUTE_MS - 17;
    const live = begin(eve);
    for (let time = eve; time < midnight + 4 * MINUTE_MS; time += 137) live.advanceTo(time);
    live.advanceTo(midnight + 4 * MINUTE_MS);
    expect(everything(live.data)).toEqual(everything(begin(midnight + 4 * MINUTE_MS).data));
  });

  it('tells a listener all that it needs to keep its candles up to date', () => {
    const eve = midnight - 12 * MINUTE_MS;
    const live = begin(eve);
    const kept = new Map(
      symbols.flatMap((symbol) =>
        INTERVALS.map((interval) => {
          const candles = live.data.candles(symbol, interval, { limit: 50 });
          return [`${symbol} ${interval}`, new Map(candles.map((c) => [c.startMs, c]))] as const;
        }),
      ),
    );
    // Uneven steps, some of them longer than a minute.
    const steps = [40, 700, 61_000, 90, 3_000, 200_000, 100, 5_000, 59_000, 310, 900_000];
    let time = eve;
    for (const step of [...steps, ...steps.toReversed()]) {
      time += step;
      live.advanceTo(time);
    }
    for (const { candles } of live.updates) {
      for (const { symbol, interval, candle } of candles) {
        kept.get(`${symbol} ${interval}`)?.set(candle.startMs, candle);
      }
    }
    for (const symbol of symbols) {
      for (const interval of INTERVALS) {
        const candles = [...(kept.get(`${symbol} ${interval}`)?.values() ?? [])];
        const expected = live.data.candles(symbol, interval, { limit: candles.length });
        expect(candles).toEqual(expected);
      }
    }
  });

  it('announces each price once, under increasing numbers, with candles it can already read', () => {
    const live = begin(noon);
    const first = live.data.seq();
    for (let step = 1; step <= 60; step += 1) live.advanceTo(noon + step * 50);
    expect(live.updates.map(({ seq }) => seq)).toEqual(
      live.updates.map((_, index) => first + index + 1),
    );
    expect(live.data.seq()).toBe(first + live.updates.length);
    for (const symbol of symbols) {
      const times = live.updates.flatMap(({ prices }) =>
        prices.filter((price) => price.symbol === symbol).map((price) => price.timestampMs),
      );
      const trades = history.trades(marketOf(symbol), { fromMs: noon + 1, toMs: noon + 3_001 });
      expect(times).toEqual(trades.map(({ timeMs }) => timeMs));
    }
    const last = live.updates.at(-1);
    expect(last?.candles.map(({ interval }) => interval)).toEqual(
      expect.arrayContaining([...INTERVALS]),
    );
  });

  it('begins above the numbers of an earlier process', () => {
    const live = begin(noon);
    for (let step = 1; step <= 40; step += 1) live.advanceTo(noon + step * 100);
    expect(begin(noon + 4_001).data.seq()).toBeGreaterThan(live.data.seq());
  });

  it('waits when the clock runs back, and says nothing when nothing was traded', () => {
    const live = begin(noon);
    live.advanceTo(noon - 60_000);
    live.advanceTo(noon);
    live.advanceTo(noon + 1);
    expect(live.updates).toEqual([]);
    expect(everything(live.data)).toEqual(everything(begin(noon).data));
  });

  it('stops telling whoever unsubscribed', () => {
    const live = begin(noon);
    live.advanceTo(noon + 1_000);
    const heard = live.updates.length;
    expect(heard).toBe(1);
    live.unsubscribe();
    live.advanceTo(noon + 2_000);
    expect(live.updates).toHaveLength(heard);
  });
});

describe('the source of market data', () => {
  it('is healthy while prices come, and not when they stopped', () => {
    let time = noon;
    const data = createMarketData({ markets, history, now: () => time });
    expect(data.sources()).toMatchObject([{ name: 'simulated', healthy: true, simulated: true }]);
    time = noon + 6_000;
    expect(data.sources()).toMatchObject([{ healthy: false }]);
    data.advance();
    expect(data.sources()).toMatchObject([{ healthy: true }]);
  });
});

describe('reading ahead', () => {
  it('reads every day once, and changes no answer', () => {
    const { data } = begin(noon);
    let days = 0;
    while (data.readAhead()) days += 1;
    expect(days).toBe(5);
    expect(data.readAhead()).toBe(false);
    expect(everything(data)).toEqual(everything(begin(noon).data));
  });
});

it('counts hours and days in UTC', () => {
  const { data } = begin(noon);
  for (const interval of INTERVALS) {
    const candles = data.candles('LUX-USDT', interval, { limit: 3 });
    for (const { startMs: start } of candles) expect(start).toBe(intervalStart(start, interval));
  }
});
