import { describe, expect, it } from 'vitest';
import { LossGuard } from './loss-guard.ts';

describe('the loss guard', () => {
  it('counts what trading has cost at present prices, not what prices did', () => {
    const guard = new LossGuard(100);
    const at = (price: number) => (asset: string, amount: number) =>
      asset === 'USDT' ? amount : amount * price;
    const holdings = (usdt: number, btc: number) =>
      new Map([
        ['USDT', usdt],
        ['BTC', btc],
      ]);
    expect(guard.loss(holdings(1_000, 10), at(50))).toBe(0);
    expect(guard.loss(holdings(1_000, 10), at(20))).toBe(0);
    expect(guard.loss(holdings(880, 12), at(50))).toBe(20);
    expect(guard.loss(holdings(1_120, 8), at(50))).toBe(-20);
    expect(guard.isTooMuch(100)).toBe(false);
    expect(guard.isTooMuch(101)).toBe(true);
  });
});
