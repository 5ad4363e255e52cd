import { describe, expect, it } from 'vitest';
import { markets } from '#lib/domain/market.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { deriveMarketRow } from './derive-market-row.ts';

const [market] = markets;
if (market === undefined) throw new Error('there is a first market');

const ticker: Ticker = {
  symbol: 'BTC-USDT',
  fromMs: 0,
  timestampMs: 1_000,
  openTicks: 6_600_000,
  highTicks: 6_800_000,
  lowTicks: 6_500_000,
  lastTicks: 6_700_000,
  changeBps: 152,
  volumeLots: 10_000,
  volumeQuanta: 182_412_345_678_901,
  sparklineTicks: [6_600_000, 6_700_000],
  simulated: true,
};

const pushed: PriceUpdate = {
  symbol: 'BTC-USDT',
  priceTicks: 6_900_001,
  bidTicks: 6_900_000,
  askTicks: 6_900_002,
  volumeLots24h: 10_001,
  changeBps24h: -5,
  timestampMs: 2_000,
  simulated: true,
};

describe('deriveMarketRow', () => {
  it('shows the figures of the last read', () => {
    expect(deriveMarketRow(market, { ticker, pushed: undefined })).toMatchObject({
      price: '67,000.00',
      change: '+1.52%',
      direction: 'up',
      high: '68,000.00',
      low: '65,000.00',
      volume: { text: '182.41M', exact: '182,412,345.678901' },
    });
  });

  it('takes a newer price, which may widen the range of the day', () => {
    expect(deriveMarketRow(market, { ticker, pushed })).toMatchObject({
      price: '69,000.01',
      change: '\u22120.05%',
      direction: 'down',
      high: '69,000.01',
      low: '65,000.00',
    });
  });

  it('does not go back to a price that was pushed before the read', () => {
    const row = deriveMarketRow(market, { ticker, pushed: { ...pushed, timestampMs: 999 } });
    expect(row).toMatchObject({ price: '67,000.00', high: '68,000.00' });
  });

  it('shows dashes for what is not known, and makes no day’s range of one price', () => {
    expect(deriveMarketRow(market, { ticker: undefined, pushed: undefined })).toMatchObject({
      price: '\u2013',
      change: '\u2013',
      direction: 'flat',
      high: '\u2013',
      volume: null,
      timestampMs: null,
    });
    expect(deriveMarketRow(market, { ticker: undefined, pushed })).toMatchObject({
      price: '69,000.01',
      high: '\u2013',
      low: '\u2013',
    });
  });
});
