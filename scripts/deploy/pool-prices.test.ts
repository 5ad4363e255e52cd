import { describe, expect, it } from 'vitest';
import type { Token } from '#lib/domain/currency.ts';
import { amountWorth, inPoolOrder, sqrtPriceX96 } from './pool-prices.ts';

function token(digit: string, decimals: number): Token {
  const address = `0x${digit.repeat(40)}` as const;
  return { kind: 'token', address, symbol: digit, name: digit, decimals, permit: false };
}

const dollar = { token: token('2', 6), price: 1_000_000n };
const ether = { token: token('1', 18), price: 3_500_000_000n };

describe('amountWorth', () => {
  it('is what a value buys, rounded down', () => {
    expect(amountWorth(ether, 7_000_000_000n)).toBe(2n * 10n ** 18n);
    expect(amountWorth(dollar, 7_000_000_000n)).toBe(7_000_000_000n);
    expect(amountWorth({ token: token('3', 0), price: 3n }, 8n)).toBe(2n);
  });
});

describe('inPoolOrder', () => {
  it('puts the lower address first, whichever comes first', () => {
    expect(inPoolOrder(dollar, ether)).toEqual([ether, dollar]);
    expect(inPoolOrder(ether, dollar)).toEqual([ether, dollar]);
  });
});

describe('sqrtPriceX96', () => {
  it('is 2^96 for equal tokens of equal price', () => {
    const other = { token: token('3', 6), price: 1_000_000n };
    expect(sqrtPriceX96(dollar, other)).toBe(1n << 96n);
  });

  it('gives back the price of ether in dollars', () => {
    const root = sqrtPriceX96(ether, dollar);
    // amount1 for 10^18 of token0, in base units of the dollar: 3,500.000000 but for the floor.
    const price = (root * root * 10n ** 18n) >> 192n;
    expect(3_500_000_000n - price).toBeLessThanOrEqual(1n);
  });

  it('is the reciprocal when the tokens change places', () => {
    const product = sqrtPriceX96(ether, dollar) * sqrtPriceX96(dollar, ether);
    const off = (1n << 192n) - product;
    expect(off >= 0n && off < 1n << 160n).toBe(true);
  });
});
