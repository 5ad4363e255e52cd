import { describe, expect, it } from 'vitest';
import type { Fill } from '#lib/domain/fill.ts';
import { deriveFillRow } from './derive-fill-row.ts';

const fill: Fill = {
  tradeId: 7,
  orderId: 4,
  symbol: 'BTC-USDT',
  side: 'sell',
  role: 'maker',
  priceTicks: 6_742_150,
  quantityLots: 121,
  feeQuanta: 163_160,
  feeAsset: 'USDT',
  timestampMs: 1,
};

describe('a fill in its row', () => {
  it('has its price, size, value, fee with its asset, and role', () => {
    expect(deriveFillRow(fill)).toEqual({
      market: 'BTC/USDT',
      side: 'Sell',
      price: '67,421.50',
      size: '0.0121',
      value: '815.80',
      fee: '0.16316',
      feeNote: '0.16316 USDT',
      feeAsset: 'USDT',
      role: 'Maker',
    });
  });

  it('shortens a fee for reading and keeps all of it on hover', () => {
    const row = deriveFillRow({ ...fill, feeQuanta: 123_456_789, feeAsset: 'BTC' });
    expect(row).toMatchObject({ fee: '1.23456', feeNote: '1.23456789 BTC' });
  });

  it('writes no fee as a dash without an asset', () => {
    expect(deriveFillRow({ ...fill, feeQuanta: 0 })).toMatchObject({ fee: '–', feeAsset: '' });
  });
});
