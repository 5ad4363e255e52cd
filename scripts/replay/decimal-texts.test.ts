import { describe, expect, it } from 'vitest';
import { markets } from '#lib/domain/market.ts';
import { BUY, type MarketParameters, SELL } from '#server/engine/index.ts';
import { DecimalTexts } from './decimal-texts.ts';
import { listBitcoin } from './written-journal.ts';

const bitcoin: MarketParameters = listBitcoin();

describe('decimal texts', () => {
  it('have the units of the glossary', () => {
    const texts = new DecimalTexts([]);
    const one = (asset: number) => [texts.assetSymbol(asset), texts.amount(asset, 1)];
    expect([0, 1, 2, 3].map(one)).toEqual([
      ['USDT', '0.000001'],
      ['BTC', '0.00000001'],
      ['ETH', '0.00000001'],
      ['LUX', '0.000001'],
    ]);
    const market = (id: number) => [texts.symbol(id), texts.price(id, 1), texts.size(id, 1)];
    expect([1, 2, 3].map(market)).toEqual([
      ['BTC-USDT', '0.01', '0.0001'],
      ['ETH-USDT', '0.01', '0.001'],
      ['LUX-USDT', '0.0001', '0.1'],
    ]);
  });

  it('make price times size the notional, in every market', () => {
    const texts = new DecimalTexts([]);
    for (const { id, k, unitsPerLot, baseAsset, quoteAsset } of markets) {
      const digits = (text: string | null) => (text?.split('.')[1] ?? '').length;
      const [price, size] = [digits(texts.price(id, 1)), digits(texts.size(id, 1))];
      expect(10 ** (digits(texts.amount(quoteAsset, 1)) - price - size)).toBe(k);
      expect(10 ** (digits(texts.amount(baseAsset, 1)) - size)).toBe(unitsPerLot);
    }
  });

  it('are exact up to the largest amount', () => {
    const texts = new DecimalTexts([bitcoin]);
    expect(texts.amount(0, Number.MAX_SAFE_INTEGER)).toBe('9,007,199,254.740991');
    expect(texts.price(1, 2_147_483_647)).toBe('21,474,836.47');
  });

  it('tell which asset a side receives', () => {
    const texts = new DecimalTexts([bitcoin]);
    expect([texts.receivedAsset(1, BUY), texts.receivedAsset(1, SELL)]).toEqual([1, 0]);
    expect(texts.receivedAsset(9, BUY)).toBeNull();
  });

  it('are none for no price', () => {
    expect(new DecimalTexts([bitcoin]).price(1, 0)).toBeNull();
  });

  it('are none for a market that is not the known one, and for its assets', () => {
    const texts = new DecimalTexts([{ ...bitcoin, unitsPerLot: 1_000 }]);
    expect([texts.symbol(1), texts.price(1, 5), texts.size(1, 5)]).toEqual([null, null, null]);
    expect([texts.amount(0, 5), texts.amount(1, 5)]).toEqual([null, null]);
    expect([texts.assetSymbol(2), texts.symbol(2)]).toEqual(['ETH', 'ETH-USDT']);
  });

  it('are none for a market that nobody knows', () => {
    const texts = new DecimalTexts([
      bitcoin,
      { ...bitcoin, market: 17, baseAsset: 9, quoteAsset: 2 },
    ]);
    expect([texts.symbol(17), texts.price(17, 5), texts.amount(9, 5), texts.amount(2, 5)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(texts.amount(1, 5)).toBe('0.00000005');
  });

  it('are none at all where the markets are not known', () => {
    const texts = new DecimalTexts(null);
    expect([texts.symbol(1), texts.price(1, 5), texts.amount(0, 5)]).toEqual([null, null, null]);
  });
});
