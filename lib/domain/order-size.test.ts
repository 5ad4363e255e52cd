import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Market, markets } from './market.ts';
import { lotsForQuote, lotsWithin, orderLock, percentageOf, percentOf } from './order-size.ts';

const [bitcoin] = markets;
if (bitcoin === undefined) throw new Error('there is no market');
const market: Market = { ...bitcoin, k: 10, unitsPerLot: 100_000, maxQuantity: 1_000_000 };

const budgets = fc.maxSafeNat();
const prices = fc.integer({ min: 1, max: 2_147_483_647 });

describe('lotsWithin', () => {
  it('gives the most lots whose lock the budget holds', () => {
    fc.assert(
      fc.property(fc.constantFrom('buy', 'sell'), prices, budgets, (side, priceTicks, budget) => {
        const lots = lotsWithin(market, { side, priceTicks, budget });
        const lock = (count: number) => orderLock(market, { side, priceTicks, lots: count }).quanta;
        expect(lock(lots)).toBeLessThanOrEqual(budget);
        if (lots < market.maxQuantity) expect(lock(lots + 1)).toBeGreaterThan(budget);
      }),
    );
  });

  it('is at most the largest order', () => {
    const budget = Number.MAX_SAFE_INTEGER;
    expect(lotsWithin(market, { side: 'buy', priceTicks: 1, budget })).toBe(1_000_000);
  });
});

describe('orderLock', () => {
  it('is quote at the price for a buy, and the base itself for a sell', () => {
    const order = { priceTicks: 200, lots: 3 };
    expect(orderLock(market, { side: 'buy', ...order })).toEqual({ asset: 'quote', quanta: 6_000 });
    expect(orderLock(market, { side: 'sell', ...order })).toEqual({
      asset: 'base',
      quanta: 300_000,
    });
  });
});

describe('percentOf', () => {
  it('is exact for every amount, rounded down', () => {
    fc.assert(
      fc.property(budgets, fc.integer({ min: 0, max: 100 }), (amount, percent) => {
        const exact = (BigInt(amount) * BigInt(percent)) / 100n;
        expect(BigInt(percentOf(amount, percent))).toBe(exact);
      }),
    );
  });
});

describe('percentageOf', () => {
  it.each([
    [0, 0, 0],
    [5, 0, 0],
    [1, 3, 33],
    [3, 3, 100],
    [4, 3, 100],
    [Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER, 99],
  ])('%d of %d is %d per cent', (part, whole, percent) => {
    expect(percentageOf(part, whole)).toBe(percent);
  });
});

describe('lotsForQuote', () => {
  it('never costs more than the amount', () => {
    expect(lotsForQuote(1_000, 33, 10)).toBe(3);
    expect(lotsForQuote(0, 33, 10)).toBe(0);
  });
});
