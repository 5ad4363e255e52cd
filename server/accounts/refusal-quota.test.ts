import { describe, expect, it } from 'vitest';
import { RefusalQuota } from './refusal-quota.ts';

describe('RefusalQuota', () => {
  it('lets so many of an account through in a minute, whatever others do', () => {
    const quota = new RefusalQuota(2);
    const taken = (account: number, timeMs: number) => quota.take(account, timeMs);
    expect([taken(1, 60_000), taken(1, 60_001), taken(1, 119_999)]).toEqual([true, true, false]);
    expect(taken(2, 119_999)).toBe(true);
    expect([taken(1, 120_000), taken(1, 120_000), taken(1, 120_000)]).toEqual([true, true, false]);
  });
});
