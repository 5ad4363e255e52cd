import { describe, expect, it } from 'vitest';
import { markets } from '#lib/domain/market.ts';
import { depthSummary } from './depth-summary.ts';

const [market] = markets;
if (market === undefined) throw new Error('there is no market');

const level = (priceTicks: number, quantityLots: number) => ({
  priceTicks,
  quantityLots,
  orderCount: 1,
});

describe('depthSummary', () => {
  it('tells what stands near the middle and how far the book reaches', () => {
    const book = {
      bids: [level(9_990, 5_000), level(9_900, 10_000), level(9_000, 1)],
      asks: [level(10_010, 2_500), level(10_101, 10_000)],
    };
    expect(depthSummary(book, market)).toEqual({
      near: 'Within 1%: 1.5 BTC bid, 0.25 BTC asked',
      reach: 'In all 1.5001 BTC bid down to 90, 1.25 BTC asked up to 101.01.',
    });
  });

  it('has nothing to tell while a side is empty', () => {
    expect(depthSummary({ bids: [], asks: [level(1, 1)] }, market)).toBeNull();
  });
});
