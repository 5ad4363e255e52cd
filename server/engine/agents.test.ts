import { describe, expect, it } from 'vitest';
import { type Agent, Agents, isExpired, mayTradeIn } from './agents.ts';

const limits = {
  address: '0xa',
  nonce: 5,
  expiry: 5,
  marketsLow: 0,
  marketsHigh: 0,
  maxNotional: 7,
};

describe('Agents', () => {
  it('are numbered within their account, and found by address and by number', () => {
    const agents = new Agents();
    expect(agents.approve(1, limits)).toEqual({ ...limits, number: 1 });
    agents.approve(1, { ...limits, address: '0xb' });
    agents.approve(2, { ...limits, address: '0xc' });
    expect(agents.find('0xb')).toEqual({ account: 1, number: 2 });
    expect(agents.find('0xc')).toEqual({ account: 2, number: 1 });
    expect([agents.find('0xd'), agents.get(1, 3), agents.get(3, 1), agents.get(1, 0)]).toEqual([
      ...[null, null, null, null],
    ]);
  });

  it('keep the nonce of the last approval that was signed apart from those they have', () => {
    const agents = new Agents();
    agents.approve(1, limits);
    agents.spendApproval(2, 9);
    expect([agents.approvalNonce(1), agents.approvalNonce(2), agents.approvalNonce(3)]).toEqual([
      ...[0, 9, 0],
    ]);
    expect(agents.get(1, 1)?.nonce).toBe(5);
  });

  it('keep their number and place when they are approved again', () => {
    const agents = new Agents();
    agents.approve(1, limits);
    agents.approve(1, { ...limits, address: '0xb' });
    agents.approve(1, { ...limits, expiry: 9 });
    expect(agents.of(1).map(({ number, expiry }) => [number, expiry])).toEqual([
      [1, 9],
      [2, 5],
    ]);
    expect(agents.lastNumber(1)).toBe(2);
  });

  it('leave their number behind when they go', () => {
    const agents = new Agents();
    agents.remove(1, agents.approve(1, limits));
    expect([agents.find('0xa'), agents.get(1, 1), agents.of(1)]).toEqual([null, null, []]);
    expect(agents.approve(1, limits).number).toBe(2);
  });
});

describe('an agent', () => {
  const agent = (changed: Partial<Agent>): Agent => ({ ...limits, number: 1, ...changed });

  it.each([
    [1, agent({ marketsLow: 2 })],
    [31, agent({ marketsLow: 2 ** 31 })],
    [32, agent({ marketsHigh: 1 })],
    [63, agent({ marketsHigh: 2 ** 31 })],
  ])('may trade in market %s by its bit alone', (market, only) => {
    for (let other = 1; other <= 63; other += 1) {
      expect(mayTradeIn(only, other)).toBe(other === market);
    }
  });

  it.each([
    [5, 4_999, false],
    [5, 5_000, true],
    [4_294_967_295, 4_294_967_294_999, false],
    [4_294_967_295, 4_294_967_295_000, true],
    [0, 0, true],
  ])('until second %s is over at millisecond %s: %s', (expiry, time, over) => {
    expect(isExpired({ expiry }, time)).toBe(over);
  });
});
