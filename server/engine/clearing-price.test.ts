import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuctionLevel, type Clearing, clearingPrice } from './clearing-price.ts';
import { InvariantError } from './invariant.ts';

type Row = readonly [price: number, lots: number];

type Case = {
  readonly title: string;
  readonly bids: readonly Row[];
  readonly asks: readonly Row[];
  readonly reference: number;
  readonly price: number;
  readonly volume: number;
};

function levels(rows: readonly Row[]): AuctionLevel[] {
  return rows.map(([price, lots]) => ({ price, lots }));
}

const cases: readonly Case[] = [
  { title: 'an empty book has none', bids: [], asks: [], reference: 100, price: 0, volume: 0 },
  {
    title: 'a single side has none',
    bids: [[100, 5]],
    asks: [],
    reference: 100,
    price: 0,
    volume: 0,
  },
  {
    title: 'a book that does not cross has none',
    bids: [[99, 5]],
    asks: [[100, 5]],
    reference: 100,
    price: 0,
    volume: 0,
  },
  {
    title: 'bid and ask at one price trade there',
    bids: [[100, 5]],
    asks: [[100, 3]],
    reference: 0,
    price: 100,
    volume: 3,
  },
  {
    // At 100: min(30, 5); at 101 and 102: min(10, 15), a surplus of supply at both.
    title: 'the largest volume wins over the price nearest to the reference',
    bids: [
      [102, 10],
      [100, 20],
    ],
    asks: [
      [100, 5],
      [101, 10],
    ],
    reference: 100,
    price: 101,
    volume: 10,
  },
  {
    // 10 lots can trade at every price; surplus at 100: 14 − 10, at 101: 11 − 10, at 102: 14 − 10.
    title: 'among equal volumes the smallest surplus wins',
    bids: [
      [102, 10],
      [100, 4],
    ],
    asks: [
      [100, 10],
      [101, 1],
      [102, 3],
    ],
    reference: 100,
    price: 101,
    volume: 10,
  },
  {
    // 100 and 103: demand 10, supply 4 at both.
    title: 'a surplus of demand at all of them takes the highest',
    bids: [[103, 10]],
    asks: [[100, 4]],
    reference: 100,
    price: 103,
    volume: 4,
  },
  {
    // 100 and 103: demand 4, supply 10 at both.
    title: 'a surplus of supply at all of them takes the lowest',
    bids: [[103, 4]],
    asks: [[100, 10]],
    reference: 103,
    price: 100,
    volume: 4,
  },
  {
    title: 'without surplus the nearest to the reference wins: above all of them',
    bids: [[104, 5]],
    asks: [[100, 5]],
    reference: 120,
    price: 104,
    volume: 5,
  },
  {
    title: 'without surplus the nearest to the reference wins: closer to the lower',
    bids: [[104, 5]],
    asks: [[100, 5]],
    reference: 101,
    price: 100,
    volume: 5,
  },
  {
    title: 'of two equally near the lower wins',
    bids: [[104, 5]],
    asks: [[100, 5]],
    reference: 102,
    price: 100,
    volume: 5,
  },
  {
    title: 'without reference the lowest wins',
    bids: [[104, 5]],
    asks: [[100, 5]],
    reference: 0,
    price: 100,
    volume: 5,
  },
  {
    // 100: demand 12, supply 10; 101: demand 10, supply 12: volume 10 and surplus 2 at both.
    title: 'surplus on different sides counts as neither: the nearest to the reference wins',
    bids: [
      [101, 10],
      [100, 2],
    ],
    asks: [
      [100, 10],
      [101, 2],
    ],
    reference: 105,
    price: 101,
    volume: 10,
  },
  {
    title: 'surplus on different sides, without reference: the lowest wins',
    bids: [
      [101, 10],
      [100, 2],
    ],
    asks: [
      [100, 10],
      [101, 2],
    ],
    reference: 0,
    price: 100,
    volume: 10,
  },
  {
    title: 'sums beyond 2^31 are exact',
    bids: [
      [103, 2 ** 52],
      [102, 2 ** 51],
    ],
    asks: [
      [100, 2 ** 52],
      [101, 2 ** 51 + 1],
    ],
    reference: 0,
    price: 101,
    volume: 2 ** 52 + 2 ** 51,
  },
];

/** Says of every candidate what docs/matching.md asks, and keeps what each sentence leaves. */
function bruteForce(
  bids: readonly AuctionLevel[],
  asks: readonly AuctionLevel[],
  reference: number,
): Clearing {
  const prices = [...new Set([...bids, ...asks].map(({ price }) => price))].sort((a, b) => a - b);
  const all = prices.map((price) => {
    const demand = sum(bids.filter((bid) => bid.price >= price));
    const supply = sum(asks.filter((ask) => ask.price <= price));
    return { price, demand, supply, volume: Math.min(demand, supply) };
  });
  const volume = Math.max(0, ...all.map((at) => at.volume));
  if (volume === 0) return { price: 0, volume };
  const largest = all.filter((at) => at.volume === volume);
  const surplus = Math.min(...largest.map((at) => Math.abs(at.demand - at.supply)));
  const left = largest.filter((at) => Math.abs(at.demand - at.supply) === surplus);
  const candidates = left.map((at) => at.price);
  if (left.every((at) => at.demand > at.supply)) return { price: Math.max(...candidates), volume };
  if (reference === 0 || left.every((at) => at.supply > at.demand)) {
    return { price: Math.min(...candidates), volume };
  }
  const distance = Math.min(...candidates.map((price) => Math.abs(price - reference)));
  const nearest = candidates.filter((price) => Math.abs(price - reference) === distance);
  return { price: Math.min(...nearest), volume };
}

function sum(rows: readonly AuctionLevel[]): number {
  return rows.reduce((total, { lots }) => total + lots, 0);
}

const side = fc.uniqueArray(
  fc.record({ price: fc.integer({ min: 90, max: 110 }), lots: fc.integer({ min: 1, max: 6 }) }),
  { selector: ({ price }) => price, maxLength: 8 },
);

describe('clearingPrice', () => {
  it.each(cases)('$title', ({ bids, asks, reference, price, volume }) => {
    expect(clearingPrice({ bids: levels(bids), asks: levels(asks), reference })).toEqual({
      price,
      volume,
    });
  });

  it('is what the rule says, whatever rests', () => {
    const references = fc.oneof(fc.constant(0), fc.integer({ min: 85, max: 115 }));
    fc.assert(
      fc.property(side, side, references, (some, others, reference) => {
        const bids = [...some].sort((a, b) => b.price - a.price);
        const asks = [...others].sort((a, b) => a.price - b.price);
        expect(clearingPrice({ bids, asks, reference })).toEqual(bruteForce(bids, asks, reference));
      }),
      { numRuns: 5_000 },
    );
  });

  it('refuses sums that are not exact', () => {
    const full = levels([[100, 2 ** 53 - 1]]);
    const over = levels([
      [100, 2 ** 53 - 1],
      [101, 1],
    ]);
    expect(clearingPrice({ bids: full, asks: full, reference: 0 }).volume).toBe(2 ** 53 - 1);
    expect(() => clearingPrice({ bids: over, asks: [], reference: 0 })).toThrow(InvariantError);
    expect(() => clearingPrice({ bids: [], asks: over, reference: 0 })).toThrow(InvariantError);
  });
});
