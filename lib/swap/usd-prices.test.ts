import { describe, expect, it } from 'vitest';
import type { Token } from '#lib/domain/currency.ts';
import { usdPrices } from './usd-prices.ts';

function token(digit: string, symbol: string): Token {
  const address = `0x${digit.repeat(40)}` as const;
  return { kind: 'token', address, symbol, name: symbol, decimals: 18, permit: false };
}

const WLUX = token('1', 'WLUX');
const LUSD = token('2', 'LUSD');
const LBTC = token('4', 'LBTC');
const OTHER = token('5', 'OTHER');

describe('usdPrices', () => {
  it('prices base tokens by their market, the quote token at a dollar, LUX as WLUX', () => {
    const prices = usdPrices([WLUX, LUSD, LBTC, OTHER], {
      'BTC-USDT': { priceTicks: 6_742_150 },
      'LUX-USDT': { priceTicks: 241_532 },
    });
    expect([...prices]).toEqual([
      ['native', { units: 241_532n, decimals: 4 }],
      [WLUX.address, { units: 241_532n, decimals: 4 }],
      [LUSD.address, { units: 1n, decimals: 0 }],
      [LBTC.address, { units: 6_742_150n, decimals: 2 }],
    ]);
  });

  it('leaves out what has no price yet', () => {
    expect([...usdPrices([WLUX, LUSD], {}).keys()]).toEqual([LUSD.address]);
  });
});
