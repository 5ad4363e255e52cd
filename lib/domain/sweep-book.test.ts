import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BookLevel } from './book-level.ts';
import { averageTicks, type Sweep, slippagePpm, sweepBook } from './sweep-book.ts';

const level = (priceTicks: number, quantityLots: number, orderCount = 1): BookLevel => ({
  priceTicks,
  quantityLots,
  orderCount,
});

/** A buy of 10 lots over asks of 4 at 100, 5 at 101 and 6 at 103. */
const buy: Sweep = {
  side: 'buy',
  levels: [level(100, 4), level(101, 5), level(103, 6)],
  want: { lots: 10 },
  limitTicks: 0,
  k: 2,
  maxMakers: 128,
  ownLots: new Map(),
};

describe('sweepBook', () => {
  it('takes the best levels first, each at its own price', () => {
    expect(sweepBook(buy)).toEqual({
      lots: 10,
      notionalQuanta: (4 * 100 + 5 * 101 + 103) * 2,
      levels: [
        { priceTicks: 100, lots: 4, orderCount: 1 },
        { priceTicks: 101, lots: 5, orderCount: 1 },
        { priceTicks: 103, lots: 1, orderCount: 1 },
      ],
      end: 'filled',
      exact: true,
    });
  });

  it.each([
    { name: 'at its limit', given: { limitTicks: 101 }, lots: 9, end: 'limit', exact: true },
    {
      name: 'exactly at a level',
      given: { want: { lots: 9 } },
      lots: 9,
      end: 'filled',
      exact: true,
    },
    {
      name: 'with the book',
      given: { want: { lots: 16 } },
      lots: 15,
      end: 'book-end',
      exact: true,
    },
    {
      name: 'at the bound of makers',
      given: { maxMakers: 2 },
      lots: 9,
      end: 'makers',
      exact: true,
    },
    { name: 'at an empty book', given: { levels: [] }, lots: 0, end: 'book-end', exact: true },
    {
      name: 'before an own order that has a level to itself',
      given: { ownLots: new Map([[101, 5]]) },
      lots: 4,
      end: 'own-order',
      exact: true,
    },
    {
      name: 'somewhere in a level that an own order shares, at most before it',
      given: { ownLots: new Map([[101, 2]]) },
      lots: 7,
      end: 'own-order',
      exact: false,
    },
    {
      name: 'inside a level with more makers than may be met, at most so far',
      given: { levels: [level(100, 20, 3)], maxMakers: 2, want: { lots: 20 } },
      lots: 19,
      end: 'makers',
      exact: false,
    },
    {
      name: 'inside such a level exactly, when each of its orders is a lot',
      given: { levels: [level(100, 3, 3)], maxMakers: 2, want: { lots: 3 } },
      lots: 2,
      end: 'makers',
      exact: true,
    },
    {
      name: 'filled by such a level, when the makers allowed are enough in any case',
      given: { levels: [level(100, 20, 3)], maxMakers: 2, want: { lots: 2 } },
      lots: 2,
      end: 'filled',
      exact: true,
    },
  ])('ends $name', ({ given, lots, end, exact }) => {
    expect(sweepBook({ ...buy, ...given })).toMatchObject({ lots, end, exact });
  });

  it('meets bids from the highest, none below the limit of a sell', () => {
    const bids = [level(99, 4), level(97, 9)];
    const sell = { ...buy, side: 'sell', levels: bids, want: { lots: 12 } } as const;
    expect(sweepBook(sell)).toMatchObject({ lots: 12, notionalQuanta: (4 * 99 + 8 * 97) * 2 });
    expect(sweepBook({ ...sell, limitTicks: 98 })).toMatchObject({ lots: 4, end: 'limit' });
  });

  it('buys for an amount of quote as many lots as it pays for', () => {
    const wanted = { ...buy, want: { quoteQuanta: 4 * 200 + 2 * 202 + 201 } } as const;
    expect(sweepBook(wanted)).toMatchObject({ lots: 6, end: 'filled' });
    expect(sweepBook({ ...buy, want: { quoteQuanta: 199 } })).toMatchObject({
      lots: 0,
      end: 'filled',
    });
  });

  it('never spends more than wanted, and one lot more would be too much', () => {
    const levels = fc
      .uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 20 })
      .chain((prices) =>
        fc.tuple(
          ...prices
            .sort((a, b) => a - b)
            .map((price) => fc.integer({ min: 1, max: 50 }).map((lots) => level(price, lots))),
        ),
      );
    fc.assert(
      fc.property(levels, fc.nat(200_000), (asks, quoteQuanta) => {
        const swept = sweepBook({ ...buy, levels: asks, want: { quoteQuanta } });
        expect(swept.notionalQuanta).toBeLessThanOrEqual(quoteQuanta);
        if (swept.end !== 'filled') return;
        const more = sweepBook({ ...buy, levels: asks, want: { lots: swept.lots + 1 } });
        expect(more.notionalQuanta > quoteQuanta || more.end === 'book-end').toBe(true);
      }),
    );
  });

  it('ends before a notional that is not exact any more', () => {
    const swept = sweepBook({
      ...buy,
      levels: [level(1, 5), level(2_147_483_647, 2_147_483_647)],
      want: { lots: 2_147_483_647 },
    });
    expect(swept).toMatchObject({ lots: 5, notionalQuanta: 10, end: 'limit' });
  });
});

describe('averageTicks', () => {
  it('rounds against whoever traded', () => {
    const swept = { lots: 3, notionalQuanta: (2 * 100 + 101) * 2 };
    expect(averageTicks(swept, { side: 'buy', k: 2 })).toBe(101);
    expect(averageTicks(swept, { side: 'sell', k: 2 })).toBe(100);
    expect(averageTicks({ lots: 3, notionalQuanta: 600 }, { side: 'buy', k: 2 })).toBe(100);
  });
});

describe('slippagePpm', () => {
  const bought = { lots: 2, notionalQuanta: (100 + 101) * 2 };
  it.each([
    { side: 'buy', doubledTicks: 200, ppm: 5_000 },
    { side: 'buy', doubledTicks: 201, ppm: 0 },
    { side: 'buy', doubledTicks: 202, ppm: -4_950 },
    { side: 'sell', doubledTicks: 202, ppm: 4_951 },
  ] as const)('of a $side against $doubledTicks / 2 is $ppm', ({ side, doubledTicks, ppm }) => {
    expect(slippagePpm(bought, { side, k: 2, doubledTicks })).toBe(ppm);
  });

  it('is exact for the largest amounts', () => {
    const largest = { lots: 2_000_000_000, notionalQuanta: 9_007_199_254_740_990 };
    expect(slippagePpm(largest, { side: 'buy', k: 1, doubledTicks: 9_007_200 })).toBe(0);
  });
});
