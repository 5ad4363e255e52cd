import { describe, expect, it } from 'vitest';
import { isOneShot, legTerms, type SignableTerms, signableOrder } from './signable-order.ts';

const terms: SignableTerms = {
  side: 'buy',
  type: 'limit',
  timeInForce: 'GTC',
  postOnly: false,
  reduceOnly: false,
  priceTicks: 100,
  quantityLots: 7,
  triggerTicks: 0,
};
const signing = {
  account: `0x${'12'.repeat(20)}`,
  market: 2,
  by: { nonce: 64, expiry: 1_900_000_000, epoch: 3, maxFeePpm: 500 },
} as const;

describe('signableOrder', () => {
  it('is what is signed of an order', () => {
    expect(signableOrder(terms, signing)).toEqual({
      account: signing.account,
      market: 2,
      flags: 0,
      price: 100,
      quantity: 7,
      triggerPrice: 0,
      nonce: 64,
      expiry: 1_900_000_000,
      epoch: 3,
      maxFeePpm: 500,
    });
  });

  it.each<[number, Partial<SignableTerms>]>([
    [1, { side: 'sell' }],
    [2, { timeInForce: 'IOC' }],
    [2, { timeInForce: 'FOK' }],
    [2, { type: 'market', timeInForce: 'IOC' }],
    [0, { timeInForce: 'GTD' }],
    [4, { postOnly: true }],
    [8, { reduceOnly: true }],
    [11, { side: 'sell', type: 'market', reduceOnly: true }],
    [0, { type: 'stop', timeInForce: 'IOC', triggerTicks: 90 }],
    [1, { side: 'sell', type: 'stop_limit', triggerTicks: 90 }],
  ])('has the flags %d for %j', (flags, changes) => {
    expect(signableOrder({ ...terms, ...changes }, signing).flags).toBe(flags);
  });
});

describe('isOneShot', () => {
  it('is not said of a market order that waits for its trigger', () => {
    const waiting = { type: 'stop', timeInForce: 'IOC', triggerTicks: 90 } as const;
    expect([isOneShot(waiting), isOneShot({ ...waiting, triggerTicks: 0 })]).toEqual([false, true]);
  });
});

describe('legTerms', () => {
  it('are those of an order of the other side and of the parent’s size, that stays', () => {
    const leg = { type: 'stop', priceTicks: 80, triggerTicks: 90, signed: null } as const;
    const legs = [
      legTerms(leg, terms),
      legTerms({ ...leg, type: 'limit' }, { ...terms, side: 'sell' }),
    ];
    expect(legs).toMatchObject([
      { side: 'sell', quantityLots: 7, priceTicks: 80, triggerTicks: 90, postOnly: false },
      { side: 'buy', timeInForce: 'GTC' },
    ]);
    expect(legs.map(isOneShot)).toEqual([false, false]);
  });
});
