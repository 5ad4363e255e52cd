import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregateTrades, rollUpCandles, type TradePrint } from '#lib/domain/candle.ts';
import { INTERVALS } from '#lib/domain/interval.ts';
import { type Market, markets } from '#lib/domain/market.ts';
import { createSimulatedMarket, type SimulatedMarket } from './simulated-market.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const anchorMs = Date.UTC(2026, 9, 20, 14, 3);
const key = { seed: 1, anchorMs };
const simulated = createSimulatedMarket(key, markets);
const anyMarket = fc.constantFrom(...markets);

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function dayOf(source: SimulatedMarket, market: Market): TradePrint[] {
  return source.trades(market, { fromMs: anchorMs - 3 * HOUR_MS, toMs: anchorMs + 3 * HOUR_MS });
}

describe('a simulated market', () => {
  it('has the prices of its models at the anchor', () => {
    const prices = markets.map((market) => {
      const { priceTicks } = simulated.lastTrade(market, anchorMs);
      return priceTicks / 10 ** market.priceDecimals;
    });
    for (const [index, expected] of [67_000, 3_500, 12].entries()) {
      expect(Math.abs((prices[index] ?? 0) / expected - 1)).toBeLessThan(0.002);
    }
  });

  it('has 400 days of history and none before', () => {
    const [market] = markets;
    if (market === undefined) throw new Error('there are markets');
    expect((anchorMs - simulated.startMs) / DAY_MS).toBeGreaterThan(400);
    const early = { fromMs: simulated.startMs - HOUR_MS, toMs: simulated.startMs + HOUR_MS };
    expect(simulated.minuteCandles(market, early)).toHaveLength(60);
    expect(() => simulated.lastTrade(market, simulated.startMs)).toThrow(RangeError);
  });

  it('trades every 250 to 500 ms, at positive integer ticks and lots', () => {
    for (const market of markets) {
      const trades = dayOf(simulated, market);
      expect(trades.length).toBeGreaterThan(6 * 60 * 140);
      const waits = trades.slice(1).map(({ timeMs }, at) => timeMs - (trades[at]?.timeMs ?? 0));
      // The last trade of a minute and the first of the next may lie a little further apart.
      expect(Math.max(...waits)).toBeLessThanOrEqual(750);
      expect(Math.min(...waits)).toBeGreaterThan(0);
      const usual = waits.filter((wait) => wait >= 250 && wait <= 500);
      expect(usual.length / waits.length).toBeGreaterThan(0.99);
      const numbers = trades.flatMap(({ priceTicks, sizeLots }) => [priceTicks, sizeLots]);
      expect(numbers.every((value) => Number.isInteger(value) && value > 0)).toBe(true);
    }
  });

  it('has candles that are exactly the aggregation of its trades, in any minute', () => {
    fc.assert(
      fc.property(anyMarket, fc.integer({ min: 0, max: 420 * 1_440 }), (market, minute) => {
        const fromMs = simulated.startMs + minute * MINUTE_MS;
        const range = { fromMs, toMs: fromMs + MINUTE_MS };
        const candles = simulated.minuteCandles(market, range);
        expect(candles).toHaveLength(1);
        expect(aggregateTrades(simulated.trades(market, range), '1m')).toEqual(candles);
      }),
      { numRuns: 300 },
    );
  });

  it('has longer candles that are exactly the aggregation of its trades', () => {
    const fromMs = Date.UTC(2026, 9, 19);
    const range = { fromMs, toMs: fromMs + DAY_MS };
    for (const market of markets) {
      const trades = simulated.trades(market, range);
      const minutes = simulated.minuteCandles(market, range);
      for (const interval of INTERVALS.filter((each) => each !== '1s')) {
        expect(rollUpCandles(minutes, interval)).toEqual(aggregateTrades(trades, interval));
      }
    }
  });
});

describe('a simulated market asked again', () => {
  it('answers the same after a restart, from any minute on', () => {
    for (const market of markets) {
      const restarted = createSimulatedMarket(key, markets);
      const range = { fromMs: anchorMs + 2 * HOUR_MS, toMs: anchorMs + 3 * HOUR_MS };
      const live = dayOf(simulated, market).filter(({ timeMs }) => timeMs >= range.fromMs);
      expect(hashOf(restarted.trades(market, range))).toBe(hashOf(live));
    }
  });

  it('answers the same whatever the order and the pieces of the questions', () => {
    fc.assert(
      fc.property(
        anyMarket,
        fc.array(fc.integer({ min: 1, max: 6 * HOUR_MS - 1 }), { maxLength: 12 }),
        (market, cuts) => {
          const fromMs = anchorMs - 3 * HOUR_MS;
          const borders = [0, ...cuts, 6 * HOUR_MS].toSorted((a, b) => a - b);
          const pieces = borders.slice(1).map((to, index) => ({
            fromMs: fromMs + (borders[index] ?? 0),
            toMs: fromMs + to,
          }));
          const fresh = createSimulatedMarket(key, markets);
          const backwards = pieces.toReversed().map((piece) => fresh.trades(market, piece));
          expect(hashOf(backwards.toReversed().flat())).toBe(hashOf(dayOf(simulated, market)));
        },
      ),
      { numRuns: 5 },
    );
  });

  it('is this very market for this seed and anchor', () => {
    // A change of the simulation, or an engine that computes otherwise, would rewrite the history
    // under the charts of everyone who restarts.
    expect(markets.map((market) => hashOf(dayOf(simulated, market)).slice(0, 16))).toEqual([
      'cdc1f16268dab848',
      'f79973c9add8f497',
      'fabef0ba5bf235dd',
    ]);
  });

  it('is another market for another seed', () => {
    const other = createSimulatedMarket({ seed: 2, anchorMs }, markets);
    for (const market of markets) {
      expect(hashOf(dayOf(other, market))).not.toBe(hashOf(dayOf(simulated, market)));
    }
  });

  it('quotes a bid below and an ask above any price, wider for the smaller asset', () => {
    fc.assert(
      fc.property(anyMarket, fc.integer({ min: 2, max: 2 ** 30 }), (market, priceTicks) => {
        const { bidTicks, askTicks } = simulated.quote(market, priceTicks);
        expect(Number.isInteger(bidTicks) && Number.isInteger(askTicks)).toBe(true);
        expect(bidTicks).toBeLessThan(priceTicks);
        expect(askTicks).toBeGreaterThan(priceTicks);
        expect(bidTicks).toBeGreaterThan(0);
      }),
    );
    const spreads = markets.map((market) => {
      const { bidTicks, askTicks } = simulated.quote(market, 1_000_000);
      return askTicks - bidTicks;
    });
    expect(spreads).toEqual([60, 100, 500]);
  });

  it('refuses keys and markets that it cannot simulate', () => {
    for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) {
      expect(() => createSimulatedMarket({ seed, anchorMs }, markets)).toThrow(RangeError);
    }
    for (const anchor of [0, -1, 1.5, Number.POSITIVE_INFINITY]) {
      expect(() => createSimulatedMarket({ seed: 1, anchorMs: anchor }, markets)).toThrow(
        RangeError,
      );
    }
    const doge = markets.slice(0, 1).map((market) => ({ ...market, base: 'DOGE' }));
    expect(() => createSimulatedMarket(key, [...markets, ...doge])).toThrow(/DOGE/);
  });
});
