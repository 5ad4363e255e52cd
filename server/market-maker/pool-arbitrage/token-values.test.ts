import { describe, expect, it } from 'vitest';
import { findMarket, type Market } from '#lib/domain/market.ts';
import { sampleTokens } from '#scripts/testing/sample-pools.ts';
import { fairPrice, tokenValue, tokenValues } from './token-values.ts';

const { lbtc, lusd, wlux, leth } = sampleTokens;

function market(symbol: string): Market {
  const found = findMarket(symbol);
  if (found === undefined) throw new Error(`no market ${symbol}`);
  return found;
}

function priceOf(symbol: string, priceTicks: number) {
  return { market: market(symbol), price: { priceTicks, timestampMs: 0 } };
}

const values = tokenValues(
  [wlux, lusd, leth, lbtc],
  [priceOf('BTC-USDT', 6_712_345), priceOf('ETH-USDT', 350_001), priceOf('LUX-USDT', 123_456)],
);

describe('token values', () => {
  it('are exact: so many base units of the quote token for one of each', () => {
    const amount = (token: { address: `0x${string}` }, units: bigint) => {
      const value = tokenValue(values, token.address);
      if (value === null) throw new Error('no value');
      expect((units * value.numerator) % value.denominator).toBe(0n);
      return (units * value.numerator) / value.denominator;
    };
    expect(amount(lusd, 1n)).toBe(1n);
    expect(amount(lbtc, 10n ** 8n)).toBe(67_123_450_000n);
    expect(amount(leth, 10n ** 18n)).toBe(3_500_010_000n);
    expect(amount(wlux, 10n ** 18n)).toBe(12_345_600n);
  });

  it('give the fair price of any pair of them, and of the pair turned round', () => {
    const fair = fairPrice(values, { token0: leth.address, token1: wlux.address });
    const turned = fairPrice(values, { token0: wlux.address, token1: leth.address });
    if (fair === null || turned === null) throw new Error('both have values');
    // 3500.01 / 12.3456 LUX for one ETH, both with 18 decimals.
    expect(fair.numerator * 123_456n).toBe(fair.denominator * 35_000_100n);
    expect(fair.numerator * turned.numerator).toBe(fair.denominator * turned.denominator);
  });

  it('are unknown without a price or for a token that is not listed', () => {
    const some = tokenValues([wlux, lusd, leth], [priceOf('ETH-USDT', 350_000)]);
    expect(tokenValue(some, wlux.address)).toBeNull();
    expect(tokenValue(some, lbtc.address)).toBeNull();
    expect(fairPrice(some, { token0: leth.address, token1: wlux.address })).toBeNull();
    expect(tokenValues([wlux, leth], [priceOf('ETH-USDT', 350_000)])).toEqual([]);
    expect(tokenValues([wlux, lusd], [])).toEqual([]);
  });

  it('refuse markets with different quote tokens', () => {
    const inEther = { ...market('LUX-USDT'), quoteToken: 'LETH' };
    const prices = [
      priceOf('BTC-USDT', 1),
      { market: inEther, price: { priceTicks: 1, timestampMs: 0 } },
    ];
    expect(() => tokenValues([lusd], prices)).toThrow(RangeError);
  });
});
