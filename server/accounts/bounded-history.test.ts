import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BoundedHistory } from './bounded-history.ts';

function of(entries: readonly { account: number; entry: number }[], account: number): number[] {
  return entries.filter((each) => each.account === account).map(({ entry }) => entry);
}

describe('BoundedHistory', () => {
  it('keeps the newest of each account', () => {
    const history = new BoundedHistory<number>({ perAccount: 3, total: 100 });
    for (let entry = 1; entry <= 10; entry += 1) history.add(entry % 2, entry);
    expect(history.newest(1, 100)).toEqual([5, 7, 9]);
    expect(history.newest(0, 2)).toEqual([8, 10]);
    expect(history.newest(0, 0)).toEqual([]);
    expect(history.newest(7, 5)).toEqual([]);
  });

  it('lets the oldest of all fall away beyond the total', () => {
    const history = new BoundedHistory<number>({ perAccount: 10, total: 4 });
    for (const [account, entry] of [
      [1, 11],
      [2, 21],
      [2, 22],
      [1, 12],
      [3, 31],
      [3, 32],
    ] as const) {
      history.add(account, entry);
    }
    expect(history.newest(1, 9)).toEqual([12]);
    expect(history.newest(2, 9)).toEqual([22]);
    expect(history.newest(3, 9)).toEqual([31, 32]);
  });

  it('does not let a busy account push out the others', () => {
    const history = new BoundedHistory<number>({ perAccount: 5, total: 20 });
    history.add(1, 100);
    for (let entry = 0; entry < 10_000; entry += 1) history.add(2, entry);
    expect(history.newest(1, 9)).toEqual([100]);
    expect(history.newest(2, 9)).toEqual([9_995, 9_996, 9_997, 9_998, 9_999]);
  });

  it('has the newest entries of an account, whatever was added', () => {
    const steps = fc.array(fc.nat(4), { maxLength: 400 });
    const bounds = fc.record({
      perAccount: fc.integer({ min: 1, max: 8 }),
      total: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(steps, bounds, (accounts, kept) => {
        const history = new BoundedHistory<number>(kept);
        const entries = accounts.map((account, entry) => ({ account, entry }));
        for (const { account, entry } of entries) history.add(account, entry);
        let count = 0;
        for (let account = 0; account <= 4; account += 1) {
          const all = of(entries, account);
          const newest = history.newest(account, 100);
          expect(newest).toEqual(newest.length === 0 ? [] : all.slice(-newest.length));
          expect(newest.length).toBeLessThanOrEqual(kept.perAccount);
          count += newest.length;
        }
        expect(count).toBeLessThanOrEqual(kept.total);
        const last = entries.at(-1);
        if (last !== undefined) expect(history.newest(last.account, 1)).toEqual([last.entry]);
      }),
    );
  });
});
