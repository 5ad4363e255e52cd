import { describe, expect, it } from 'vitest';
import { type Currency, LUX } from '#lib/domain/currency.ts';
import { pairMarket } from './pair-market.ts';

function token(symbol: string): Currency {
  const address = '0x1000000000000000000000000000000000000001';
  return { kind: 'token', address, symbol, name: symbol, decimals: 18, permit: false };
}

describe('pairMarket', () => {
  it.each([
    ['LUX for LUSD', LUX, token('LUSD'), 'LUX-USDT'],
    ['LUSD for LUX', token('LUSD'), LUX, 'LUX-USDT'],
    ['LUSD for LBTC', token('LUSD'), token('LBTC'), 'BTC-USDT'],
    ['LETH for LBTC, by what is received', token('LETH'), token('LBTC'), 'BTC-USDT'],
    ['LETH alone', token('LETH'), null, 'ETH-USDT'],
    ['tokens without a market', token('A'), token('B'), undefined],
    ['LUSD alone', token('LUSD'), null, undefined],
    ['nothing', null, null, undefined],
  ])('%s', (_, pay, receive, symbol) => {
    expect(pairMarket(pay, receive)?.symbol).toBe(symbol);
  });
});
