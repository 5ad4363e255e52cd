import { describe, expect, it } from 'vitest';
import { findMarket } from '#lib/domain/market.ts';
import { MARKET_STATUSES } from '#lib/domain/market-status.ts';
import { describeMarket } from './describe-market.ts';

const market = findMarket('BTC-USDT');
if (market === undefined) throw new Error('there is the market of Bitcoin');

describe('describeMarket', () => {
  it('says nothing of a market that is open, or that nothing is known of', () => {
    expect(describeMarket(null, market)).toBeNull();
    expect(describeMarket({ status: 'open', auction: null }, market)).toBeNull();
  });

  it.each(MARKET_STATUSES.filter((status) => status !== 'open'))('has words for %s', (status) => {
    const badge = describeMarket({ status, auction: null }, market);
    expect(badge?.label).toMatch(/^[A-Z][a-z -]+$/u);
    expect(badge?.title).toMatch(/^[A-Z].+\.$/u);
  });

  it('tells at which price an auction would trade, and how much', () => {
    const auction = { priceTicks: 6_740_050, volumeLots: 12_500 };
    const badge = describeMarket({ status: 'pre-open', auction }, market);
    expect(badge?.label).toBe('Auction at 67,400.5');
    expect(badge?.title).toContain('1.25 BTC would trade');
  });
});
