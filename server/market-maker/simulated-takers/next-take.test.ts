import { describe, expect, it } from 'vitest';
import { findMarket, type Market } from '#lib/domain/market.ts';
import { nextTake } from './next-take.ts';

const BTC = findMarket('BTC-USDT') as Market;
const rules = {
  markets: [BTC],
  meanPauseMs: 1_000,
  longestPauseMs: 3_000,
  smallestQuanta: 10_000_000,
  largestQuanta: 1_000_000_000,
};

/** Numbers one after another, from the beginning again when they are used up. */
function numbers(...values: number[]): () => number {
  let at = -1;
  return () => {
    at += 1;
    return values[at % values.length] ?? 0;
  };
}

describe('the next take of a simulated trader', () => {
  it('follows from the numbers it is given', () => {
    expect(
      nextTake(rules, { random: numbers(0, 0.2, 0.5, 0.5), priceTicks: () => 5_000_000 }),
    ).toEqual({
      market: BTC,
      side: 'buy',
      quantityLots: 51,
      pauseMs: 694,
    });
    expect(
      nextTake(rules, { random: numbers(0, 0.7, 0, 0.999), priceTicks: () => 5_000_000 }),
    ).toMatchObject({
      side: 'sell',
      quantityLots: 2,
      pauseMs: 3_000,
    });
  });

  it('is at least a lot', () => {
    expect(
      nextTake(rules, { random: numbers(0, 0, 0, 0), priceTicks: () => 2_000_000_000 })
        ?.quantityLots,
    ).toBe(1);
  });

  it('takes nothing where no price is known', () => {
    expect(nextTake(rules, { random: numbers(0), priceTicks: () => 0 })).toBeNull();
    expect(
      nextTake({ ...rules, markets: [] }, { random: numbers(0), priceTicks: () => 1 }),
    ).toBeNull();
  });
});
