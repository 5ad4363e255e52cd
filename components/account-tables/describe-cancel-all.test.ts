import { describe, expect, it } from 'vitest';
import { storedOrder } from '#scripts/testing/stored-rows.ts';
import { describeCancelAll } from './describe-cancel-all.ts';

describe('describeCancelAll', () => {
  it('says how many go where, and that others stay', () => {
    const { title, action, lines } = describeCancelAll([storedOrder(4)], 'BTC/USDT');
    expect(title).toBe('Cancel 1 open order?');
    expect(action).toBe('Cancel 1 open order');
    expect(lines[0]).toMatch(/^1 open order in BTC\/USDT will be canceled/);
    expect(lines.at(-1)).toBe('Orders in other markets stay.');
  });

  it('counts the markets when all of them are meant', () => {
    const orders = [storedOrder(4), storedOrder(8, { symbol: 'ETH-USDT' })];
    const { lines } = describeCancelAll(orders, null);
    expect(lines).toEqual([
      '2 open orders in 2 markets will be canceled. What they hold becomes available again.',
    ]);
  });

  it('counts no legs that wait for their entry, and says that they end with it', () => {
    const orders = [storedOrder(4), storedOrder(5, { parentId: 4, status: 'pending' })];
    const { title, lines } = describeCancelAll(orders, null);
    expect(title).toBe('Cancel 1 open order?');
    expect(lines[1]).toBe('Take-profit and stop-loss that wait for them end with them.');
  });

  it('warns of stops that then protect nothing, and says what stays filled', () => {
    const orders = [
      storedOrder(4, { status: 'waiting' }),
      storedOrder(8, { status: 'partial', filledLots: 3 }),
    ];
    const { lines } = describeCancelAll(orders, null);
    expect(lines[1]).toMatch(/^1 of them waits for its trigger/);
    expect(lines[2]).toMatch(/stays filled/);
  });
});
