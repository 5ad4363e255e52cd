import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aggregateTrades,
  type Candle,
  rollUpCandles,
  type TradePrint,
} from '#lib/domain/candle.ts';
import { INTERVALS, intervalStart } from '#lib/domain/interval.ts';
import { findMarket, markets } from '#lib/domain/market.ts';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { ScriptedFeed } from '#scripts/testing/scripted-feed.ts';
import { BUY, SELL, type Trade } from '#server/engine/index.ts';
import { ExchangeMarketData, type TradesUpdate } from './exchange-market-data.ts';
import type { MarketDataUpdate } from './market-data.ts';

const SYMBOL = 'BTC-USDT';
const MARKET = findMarket(SYMBOL)?.id ?? 0;
const MINUTE_MS = 60_000;
/** A Friday, so that a week is under way. */
const START_MS = Date.UTC(2026, 10, 20, 11, 30, 17);
const KEPT = 5;

/** An exchange over an index, both of which do what a test tells them. */
class Venue {
  readonly clock = new ManualClock(START_MS);
  readonly index = new ScriptedFeed(this.clock.now);
  best = { bidTicks: 0, askTicks: 0 };
  readonly data = this.open();
  readonly updates: MarketDataUpdate[] = [];
  readonly trades: TradesUpdate[] = [];
  #seq = 0;

  constructor() {
    this.data.onUpdate((update) => this.updates.push(update));
    this.data.onTrades((update) => this.trades.push(update));
  }

  open(): ExchangeMarketData {
    return new ExchangeMarketData({
      markets,
      index: this.index,
      best: () => this.best,
      pseudonymOf: (account) => `account ${account}`,
      keptTrades: KEPT,
      now: this.clock.now,
    });
  }

  /** One command with some trades of the first market. */
  trade(...trades: readonly Partial<Trade>[]): void {
    this.#seq += 1;
    const events = trades.map(
      (given, at): Trade => ({
        kind: 'trade',
        market: MARKET,
        tradeId: 100 * this.#seq + at,
        makerOrderId: 1,
        takerOrderId: 2,
        makerAccount: 11,
        takerAccount: 22,
        takerSide: BUY,
        price: 6_000_000,
        quantity: 10,
        makerFee: 0,
        takerFee: 0,
        ...given,
      }),
    );
    this.data.take({ seq: this.#seq, timeMs: this.clock.now(), events });
    this.data.settle();
  }
}

const everything = { limit: 1_000_000 };

describe('a market without a trade', () => {
  it('shows the index: its price, candles and figures, and says so', () => {
    const venue = new Venue();
    expect(venue.data.prices()).toEqual([]);
    expect(venue.data.ticker(SYMBOL)).toBeNull();
    venue.index.trade(SYMBOL, 6_100_000);
    expect(venue.data.prices()).toEqual(venue.index.prices());
    expect(venue.data.ticker(SYMBOL)).toEqual(venue.index.ticker(SYMBOL));
    expect(venue.data.candles(SYMBOL, '1d', everything)).toEqual(
      venue.index.candles(SYMBOL, '1d', everything),
    );
    expect(venue.data.tradedSinceMs(SYMBOL)).toBeNull();
    venue.data.advance();
    expect(venue.updates).toMatchObject([{ prices: venue.index.prices() }]);
    expect(venue.updates[0]?.candles).toHaveLength(INTERVALS.length);
  });

  it('has the best prices of its own book as soon as somebody bids', () => {
    const venue = new Venue();
    venue.index.trade(SYMBOL, 6_100_000);
    venue.best = { bidTicks: 6_099_000, askTicks: 0 };
    expect(venue.data.prices()).toMatchObject([
      { priceTicks: 6_100_000, bidTicks: 6_099_000, askTicks: 0, simulated: true },
    ]);
  });
});

describe('a market with trades', () => {
  it('has its own price beside the index, and figures of its own trades alone', () => {
    const venue = new Venue();
    venue.index.trade(SYMBOL, 6_100_000);
    venue.clock.advance(1_000);
    venue.best = { bidTicks: 5_999_000, askTicks: 6_001_000 };
    venue.trade({ price: 6_000_000, quantity: 10 }, { price: 6_003_000, quantity: 4 });
    expect(venue.data.prices()).toEqual([
      {
        symbol: SYMBOL,
        priceTicks: 6_003_000,
        bidTicks: 5_999_000,
        askTicks: 6_001_000,
        indexTicks: 6_100_000,
        volumeLots24h: 14,
        changeBps24h: 5,
        timestampMs: venue.clock.now(),
        simulated: false,
      },
    ]);
    expect(venue.data.ticker(SYMBOL)).toMatchObject({
      openTicks: 6_000_000,
      highTicks: 6_003_000,
      lowTicks: 6_000_000,
      lastTicks: 6_003_000,
      volumeLots: 14,
      volumeQuanta: 6_000_000 * 10 + 6_003_000 * 4,
      simulated: false,
    });
    expect(venue.data.ticker(SYMBOL)?.sparklineTicks.at(-1)).toBe(6_003_000);
  });

  it('tells of trades at once, those of one command in order', () => {
    const venue = new Venue();
    venue.trade({ takerSide: BUY }, { takerSide: SELL });
    expect(venue.trades).toMatchObject([
      {
        symbol: SYMBOL,
        trades: [
          { takerSide: 'buy', buyOrderId: 2, sellOrderId: 1 },
          { takerSide: 'sell', buyOrderId: 1, sellOrderId: 2 },
        ],
      },
    ]);
    const [first, second] = venue.data.recentTrades(SYMBOL, 10);
    expect(first).toMatchObject({ buyer: 'account 22', seller: 'account 11' });
    expect(second).toMatchObject({ buyer: 'account 11', seller: 'account 22' });
  });

  it('keeps the newest trades, oldest first', () => {
    const venue = new Venue();
    for (let count = 1; count <= 40; count += 1) venue.trade({ tradeId: count });
    const ids = (limit: number) =>
      venue.data.recentTrades(SYMBOL, limit).map(({ tradeId }) => tradeId);
    expect(ids(100)).toEqual([36, 37, 38, 39, 40]);
    expect(ids(2)).toEqual([39, 40]);
    expect(ids(0)).toEqual([]);
  });

  it('announces prices and candles that changed, once', () => {
    const venue = new Venue();
    venue.trade({}, {});
    venue.clock.advance(400);
    venue.trade({ price: 6_000_500 });
    venue.data.advance();
    venue.data.advance();
    expect(venue.updates).toHaveLength(1);
    const [update] = venue.updates;
    expect(update?.prices).toEqual(venue.data.prices());
    expect(update?.candles.map(({ interval }) => interval)).toEqual([...INTERVALS]);
    venue.best = { bidTicks: 1, askTicks: 0 };
    venue.data.advance();
    expect(venue.updates.at(-1)).toMatchObject({ prices: [{ bidTicks: 1 }], candles: [] });
    expect(venue.updates.map(({ seq }) => seq)).toEqual([venue.data.seq() - 1, venue.data.seq()]);
    venue.index.trade('ETH-USDT', 300_000);
    venue.data.advance();
    expect(venue.updates.at(-1)?.prices.map(({ symbol }) => symbol)).toEqual(['ETH-USDT']);
  });

  it('knows nothing of what is not listed', () => {
    const venue = new Venue();
    venue.trade({ market: 9 });
    expect(venue.data.candles('DOGE-USDT', '1m', everything)).toEqual([]);
    expect(venue.data.recentTrades('DOGE-USDT', 5)).toEqual([]);
    expect(venue.data.ticker('DOGE-USDT')).toBeNull();
    expect(venue.data.tradedSinceMs('DOGE-USDT')).toBeNull();
    expect(venue.data.recentTrades(SYMBOL, 5)).toEqual([]);
  });
});

type Step = { readonly waitMs: number; readonly priceTicks: number; readonly own: boolean };

/** Prints of the index and of the exchange; no index print counts from the first own one on. */
function play(venue: Venue, steps: readonly Step[]) {
  const index: TradePrint[] = [];
  const own: TradePrint[] = [];
  for (const { waitMs, priceTicks, own: isOwn } of steps) {
    venue.clock.advance(waitMs);
    const print = { timeMs: venue.clock.now(), priceTicks, sizeLots: 1 };
    if (isOwn) {
      own.push(print);
      venue.trade({ price: priceTicks, quantity: 1 });
    } else {
      index.push(print);
      venue.index.trade(SYMBOL, priceTicks);
    }
  }
  return { index, own };
}

const steps = fc.array(
  fc.record({
    waitMs: fc.oneof(fc.nat(1_500), fc.nat(20 * MINUTE_MS), fc.nat(3_000 * MINUTE_MS)),
    priceTicks: fc.integer({ min: 5_000_000, max: 7_000_000 }),
    own: fc.boolean(),
  }),
  { maxLength: 80 },
);

/** One tape: the index up to the minute of the first own trade, from then on the exchange. */
function candlesOf(
  { index, own }: ReturnType<typeof play>,
  interval: (typeof INTERVALS)[number],
): Candle[] {
  const [first] = own;
  if (first === undefined) return aggregateTrades(index, interval);
  const minuteMs = intervalStart(first.timeMs, '1m');
  const before = index.filter(({ timeMs }) => timeMs < minuteMs);
  return aggregateTrades([...before, ...own], interval);
}

describe('candles of a market', () => {
  it('are those of one tape, the index before the first trade and its own from then on', () => {
    fc.assert(
      fc.property(steps, (played) => {
        const venue = new Venue();
        const tape = play(venue, played);
        for (const interval of INTERVALS) {
          const expected = candlesOf(tape, interval);
          expect(venue.data.candles(SYMBOL, interval, everything)).toEqual(expected);
          expect(venue.data.candles(SYMBOL, interval, { limit: 3 })).toEqual(expected.slice(-3));
        }
        const [first] = tape.own;
        const ownFrom = first === undefined ? undefined : intervalStart(first.timeMs, '1m');
        expect(venue.data.tradedSinceMs(SYMBOL)).toBe(ownFrom ?? null);
      }),
      { numRuns: 60 },
    );
  });

  it('are told to whoever follows', () => {
    fc.assert(
      fc.property(steps, (played) => {
        const venue = new Venue();
        const tape = play(venue, [{ waitMs: 0, priceTicks: 6_000_000, own: true }]);
        for (const step of played.filter(({ own }) => own)) {
          tape.own.push(...play(venue, [step]).own);
          if (step.priceTicks % 3 === 0) venue.data.advance();
        }
        venue.data.advance();
        for (const interval of INTERVALS) {
          const followed = new Map<number, Candle>();
          for (const { candles } of venue.updates) {
            for (const each of candles) {
              if (each.interval === interval) followed.set(each.candle.startMs, each.candle);
            }
          }
          expect([...followed.values()]).toEqual(candlesOf(tape, interval));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are the same after a restart, from stored minutes and trades', () => {
    fc.assert(
      fc.property(steps, (played) => {
        const venue = new Venue();
        const { own } = play(venue, played);
        const restarted = venue.open();
        restarted.restore([{ market: MARKET, minutes: minutesOf(own), trades: storedOf(own) }]);
        for (const interval of INTERVALS.filter((each) => each !== '1s')) {
          expect(restarted.candles(SYMBOL, interval, everything)).toEqual(
            venue.data.candles(SYMBOL, interval, everything),
          );
        }
        expect(restarted.prices()).toEqual(venue.data.prices());
        expect(restarted.ticker(SYMBOL)).toEqual(venue.data.ticker(SYMBOL));
        expect(restarted.recentTrades(SYMBOL, 9)).toHaveLength(Math.min(own.length, KEPT));
        const seconds = restarted.candles(SYMBOL, '1s', { limit: 4 });
        const all = venue.data.candles(SYMBOL, '1s', everything);
        for (const second of seconds) expect(all).toContainEqual(second);
      }),
      { numRuns: 40 },
    );
  });
});

function minutesOf(own: readonly TradePrint[]) {
  return rollUpCandles(aggregateTrades(own, '1m'), '1m').map((candle) => ({
    candle,
    volumeQuanta: own
      .filter(({ timeMs }) => intervalStart(timeMs, '1m') === candle.startMs)
      .reduce((sum, { priceTicks }) => sum + priceTicks, 0),
  }));
}

function storedOf(own: readonly TradePrint[]) {
  return own.map(({ timeMs, priceTicks, sizeLots }, at) => ({
    tradeId: at + 1,
    priceTicks,
    quantityLots: sizeLots,
    takerSells: false,
    makerOrderId: 1,
    takerOrderId: 2,
    makerAccount: 11,
    takerAccount: 22,
    timeMs,
  }));
}
