import { describe, expect, it } from 'vitest';
import { bookSummary } from './book-summary.ts';

const level = (priceTicks: number) => ({ priceTicks, quantityLots: 1, orderCount: 1 });

describe('bookSummary', () => {
  it('tells best prices, spread and twice the middle', () => {
    expect(bookSummary({ bids: [level(99), level(98)], asks: [level(102)] })).toEqual({
      bidTicks: 99,
      askTicks: 102,
      spreadTicks: 3,
      doubledMidTicks: 201,
      spreadPpm: 29_851,
    });
  });

  it('has no middle while a side is empty', () => {
    expect(bookSummary({ bids: [level(99)], asks: [] })).toEqual({
      bidTicks: 99,
      askTicks: null,
      spreadTicks: null,
      doubledMidTicks: null,
      spreadPpm: null,
    });
  });
});
