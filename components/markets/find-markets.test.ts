import { describe, expect, it } from 'vitest';
import { markets } from '#lib/domain/market.ts';
import { findMarkets } from './find-markets.ts';

const found = (query: string) => findMarkets(markets, query).map(({ symbol }) => symbol);

describe('findMarkets', () => {
  it('finds by base, quote, token or pair, in any letter case', () => {
    expect(found('btc')).toEqual(['BTC-USDT']);
    expect(found('eth / usdt')).toEqual(['ETH-USDT']);
    expect(found('wlux')).toEqual(['LUX-USDT']);
    expect(found('USDT')).toHaveLength(markets.length);
  });

  it('finds all without a query and none for what is unknown', () => {
    expect(found('  ')).toHaveLength(markets.length);
    expect(found('doge')).toEqual([]);
  });
});
