import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupLevels, groupPrice, groupSteps } from './book-groups.ts';

const level = (priceTicks: number, quantityLots: number, orderCount = 1) => ({
  priceTicks,
  quantityLots,
  orderCount,
});

describe('groupLevels', () => {
  it('rounds bids down and asks up, and adds what falls together', () => {
    const bids = [level(105, 1), level(101, 2, 3), level(99, 4)];
    expect(groupLevels(bids, { side: 'buy', stepTicks: 10 })).toEqual([
      level(100, 3, 4),
      level(90, 4),
    ]);
    const asks = [level(106, 1), level(110, 2), level(111, 4)];
    expect(groupLevels(asks, { side: 'sell', stepTicks: 10 })).toEqual([
      level(110, 3, 2),
      level(120, 4),
    ]);
  });

  it('gives the very same levels in steps of a tick', () => {
    const bids = [level(105, 1), level(101, 2)];
    expect(groupLevels(bids, { side: 'buy', stepTicks: 1 })).toBe(bids);
  });

  it('loses nothing and makes nothing look better', () => {
    const levels = fc
      .uniqueArray(fc.integer({ min: 1, max: 2_147_483_647 }), { maxLength: 40 })
      .map((prices) => prices.sort((a, b) => b - a).map((price) => level(price, price % 97)));
    const steps = fc.constantFrom(1, 10, 1_000, 1_000_000_000);
    fc.assert(
      fc.property(levels, steps, (bids, stepTicks) => {
        const groups = groupLevels(bids, { side: 'buy', stepTicks });
        const sum = (all: readonly { quantityLots: number }[]) =>
          all.reduce((total, { quantityLots }) => total + quantityLots, 0);
        expect(sum(groups)).toBe(sum(bids));
        for (const bid of bids) {
          expect(groupPrice(bid.priceTicks, { side: 'buy', stepTicks })).toBeLessThanOrEqual(
            bid.priceTicks,
          );
        }
        const prices = groups.map(({ priceTicks }) => priceTicks);
        expect(new Set(prices).size).toBe(prices.length);
      }),
    );
  });

  it('names the outermost groups by prices that are prices', () => {
    expect(groupPrice(3, { side: 'buy', stepTicks: 10 })).toBe(1);
    expect(groupPrice(2_147_483_647, { side: 'sell', stepTicks: 10 })).toBe(2_147_483_647);
  });
});

describe('groupSteps', () => {
  it('goes by tens up to a hundredth of the price', () => {
    expect(groupSteps(6_742_150)).toEqual([1, 10, 100, 1_000, 10_000]);
    expect(groupSteps(1_000)).toEqual([1, 10]);
    expect(groupSteps(7)).toEqual([1]);
    expect(groupSteps(null)).toEqual([1]);
  });
});
