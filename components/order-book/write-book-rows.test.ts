import { describe, expect, it } from 'vitest';
import { findMarket } from '#lib/domain/market.ts';
import { rowName } from './write-book-rows.ts';

const market = findMarket('BTC-USDT');
if (market === undefined) throw new Error('there is no such market');

describe('rowName', () => {
  it('says side and price of a row, and what of it is one’s own', () => {
    expect(rowName({ side: 'buy', priceTicks: 6_742_150, ownLots: 0 }, market)).toBe(
      'Bid 67,421.50',
    );
    expect(rowName({ side: 'sell', priceTicks: 6_742_150, ownLots: 2_500 }, market)).toBe(
      'Ask 67,421.50, yours 0.2500',
    );
  });
});
