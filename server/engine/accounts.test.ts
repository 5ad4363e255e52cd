import { describe, expect, it } from 'vitest';
import { Accounts } from './accounts.ts';
import { NONE } from './order-pool.ts';

describe('Accounts', () => {
  it('begin with the fee account, which does not trade and has no address', () => {
    const accounts = new Accounts();
    expect([accounts.count, accounts.has(0), accounts.isTrader(0)]).toEqual([1, true, false]);
    expect([accounts.address(0), accounts.find('')]).toEqual(['', NONE]);
  });

  it('are numbered as they are opened, and found by their address', () => {
    const accounts = new Accounts();
    for (let account = 1; account <= 200; account += 1) accounts.open(`0x${account}`);
    expect(accounts.count).toBe(201);
    expect([accounts.find('0x1'), accounts.find('0x200'), accounts.find('0x201')]).toEqual([
      ...[1, 200, NONE],
    ]);
    expect([accounts.address(1), accounts.address(200), accounts.address(201)]).toEqual([
      ...['0x1', '0x200', ''],
    ]);
  });

  it.each([
    [-1, false],
    [1, true],
    [2, true],
    [3, false],
    [Number.NaN, false],
  ])('of two, number %s trades: %s', (account, trades) => {
    const accounts = new Accounts();
    accounts.open('0x1');
    accounts.open('0x2');
    expect(accounts.isTrader(account)).toBe(trades);
    expect(accounts.has(account)).toBe(trades);
  });
});
