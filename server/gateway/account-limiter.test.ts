import { describe, expect, it } from 'vitest';
import { AccountLimiter } from './account-limiter.ts';

const limiterWith = (own: [string, { perSecond: number; burst: number }][] = []) =>
  new AccountLimiter({
    standard: { perSecond: 10, burst: 2 },
    own: new Map(own),
    maxAccounts: 100,
  });

describe('AccountLimiter', () => {
  it('counts each class of an account, and each account, for itself', () => {
    const limiter = limiterWith();
    const take = (address: string, kind: 'order' | 'cancel' | 'other') =>
      limiter.take({ address, kind, cost: 1 }, 0);
    expect([take('a', 'order'), take('a', 'order'), take('a', 'order')]).toEqual([0, 0, 100]);
    expect(take('a', 'cancel')).toBe(0);
    expect(take('a', 'other')).toBe(0);
    expect(take('b', 'order')).toBe(0);
  });

  it('gives some accounts a rate of their own', () => {
    const limiter = limiterWith([['maker', { perSecond: 1_000, burst: 5 }]]);
    expect(limiter.rateOf('maker')).toEqual({ perSecond: 1_000, burst: 5 });
    expect(limiter.rateOf('other')).toEqual({ perSecond: 10, burst: 2 });
    const kinds = ['order', 'cancel', 'other'] as const;
    for (const kind of kinds) {
      expect(limiter.take({ address: 'maker', kind, cost: 5 }, 0)).toBe(0);
      expect(limiter.take({ address: 'maker', kind, cost: 1 }, 0)).toBe(1);
    }
  });
});
