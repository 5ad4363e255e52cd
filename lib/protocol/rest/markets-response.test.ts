import { describe, expect, it } from 'vitest';
import { markets } from '#lib/domain/market.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { parseJson } from '../exact-json.ts';
import { encodeMarket } from './market.ts';
import { decodeMarketsResponse } from './markets-response.ts';

const [bitcoin] = markets;
if (bitcoin === undefined) throw new Error('there is no market');

const ticker: Ticker = {
  symbol: 'BTC-USDT',
  fromMs: 1_790_000_000_000,
  openTicks: 6_600_000,
  highTicks: 6_800_001,
  lowTicks: 6_599_999,
  lastTicks: 6_742_150,
  changeBps: 215,
  volumeLots: 30_743_892,
  volumeQuanta: 205_803_175_007_590,
  timestampMs: 1_790_086_400_000,
  sparklineTicks: [6_600_000, 6_742_150],
  simulated: true,
};

const condition = {
  symbol: bitcoin.symbol,
  status: 'pre-open',
  auction: { priceTicks: 6_742_150, volumeLots: 12 },
} as const;

describe('decodeMarketsResponse', () => {
  it('gives back what was encoded', () => {
    const answer = {
      markets: [
        encodeMarket({ market: bitcoin, ticker, condition }),
        encodeMarket({ market: bitcoin, ticker: null, condition: null }),
      ],
      seq: 5,
      timestamp: 6,
    };
    expect(decodeMarketsResponse(parseJson(JSON.stringify(answer)))).toEqual({
      markets: [
        { market: bitcoin, ticker, condition },
        { market: bitcoin, ticker: null, condition: null },
      ],
      seq: 5,
      timestampMs: 6,
    });
  });

  it('carries exact decimal text', () => {
    const text = JSON.stringify(encodeMarket({ market: bitcoin, ticker, condition }));
    expect(text).toContain('"tick_size":0.01,"lot_size":0.0001');
    expect(text).toContain('"price":67421.50');
    expect(text).toContain('"quote_volume_24h":205803175.007590,"change_24h":2.15');
    expect(text).toContain('"status":"pre_open","auction":{"price":67421.50,"size":0.0012}');
    expect(text).toContain('"sparkline":[66000.00,67421.50]');
  });
});
