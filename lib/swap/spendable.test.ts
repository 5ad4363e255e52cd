import { describe, expect, it } from 'vitest';
import { LUX, type Token } from '#lib/domain/currency.ts';
import { gasReserve, spendable } from './spendable.ts';

const token: Token = {
  kind: 'token',
  address: '0x1000000000000000000000000000000000000001',
  symbol: 'LUSD',
  name: 'Lux Dollar',
  decimals: 6,
  permit: true,
};

describe('spendable', () => {
  it.each([
    ['all of a token', token, 100n, 30n, 100n],
    ['LUX less the reserve', LUX, 100n, 30n, 70n],
    ['no LUX below the reserve', LUX, 20n, 30n, 0n],
    ['no LUX at the reserve', LUX, 30n, 30n, 0n],
  ])('%s', (_, currency, balance, reserve, expected) => {
    expect(spendable(currency, balance, reserve)).toBe(expected);
  });
});

describe('gasReserve', () => {
  it('covers the swap and one more transaction at twice the price', () => {
    expect(gasReserve(10n, 500_000n)).toBe((500_000n + 400_000n) * 10n * 2n);
  });

  it('takes a route of several pools where the gas is unknown or small', () => {
    expect(gasReserve(10n, null)).toBe(16_000_000n);
    expect(gasReserve(10n, 100_000n)).toBe(16_000_000n);
  });
});
