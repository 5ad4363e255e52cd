import { describe, expect, it } from 'vitest';
import { averagePrice } from './average-price.ts';

const symbol = 'BTC-USDT';

describe('averagePrice', () => {
  it('is exact where the decimals of the market hold it', () => {
    const filledQuanta = 6_742_150 * 2_500;
    expect(averagePrice({ symbol, filledLots: 2_500, filledQuanta })).toEqual({
      text: '67,421.50',
      exact: '16855.375 USDT for 0.25 BTC',
    });
  });

  it('has the decimals that it needs, up to four beyond the tick', () => {
    expect(averagePrice({ symbol, filledLots: 4, filledQuanta: 403 }).text).toBe('1.0075');
    expect(averagePrice({ symbol, filledLots: 3, filledQuanta: 200 }).text).toBe('0.666667');
  });

  it('counts with the factor of the market', () => {
    const filledQuanta = 350_000 * 1_500 * 10;
    const eth = { symbol: 'ETH-USDT', filledLots: 1_500, filledQuanta };
    expect(averagePrice(eth).text).toBe('3,500.00');
  });

  it('is a dash before the first fill, and for a market that is not known', () => {
    expect(averagePrice({ symbol, filledLots: 0, filledQuanta: 0 }).text).toBe('–');
    expect(averagePrice({ symbol: 'X-Y', filledLots: 1, filledQuanta: 1 }).text).toBe('–');
  });
});
