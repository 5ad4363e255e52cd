import { describe, expect, it } from 'vitest';
import { describeExitAction } from './describe-exit-action.ts';
import type { ExitAccount } from './exit-account.ts';

const account: ExitAccount = {
  address: `0x${'aa'.repeat(20)}`,
  block: { number: 5n, seconds: 1_000 },
  epoch: 3,
  formerEpochUntil: 0,
  exiting: true,
  bindsAt: 1,
  payableAt: 2,
  bindingDelay: 60,
  exitDelay: 3_600,
  paused: false,
  coins: 1n,
  balances: [
    {
      number: 2,
      token: `0x${'c2'.repeat(20)}`,
      symbol: 'LETH',
      decimals: 18,
      unit: 10n ** 10n,
      custody: 10n ** 19n,
      held: 15n * 10n ** 17n,
      own: 5n * 10n ** 17n,
    },
    {
      number: 0,
      token: `0x${'c0'.repeat(20)}`,
      symbol: 'LUSD',
      decimals: 6,
      unit: 1n,
      custody: 1n,
      held: 0n,
      own: 1n,
    },
  ],
};

describe('describeExitAction', () => {
  it('gives exact amounts before and after a payment, to the account itself', () => {
    const action = { kind: 'pay', account: account.address, assets: [2, 0] } as const;
    const text = describeExitAction(action, { account, now: 0 });
    expect(text.button).toBe('Pay out 1.5 LETH');
    expect(text.changes).toEqual([
      { what: 'LETH in the clearing house', before: '1.5', after: '0' },
      { what: 'LETH in 0xaaaa…aaaa', before: '0.5', after: '2' },
    ]);
    expect(text.notes.join(' ')).toContain(account.address);
  });

  it('names the epoch that follows', () => {
    const { changes } = describeExitAction({ kind: 'end-orders' }, { account, now: 0 });
    expect(changes[0]).toEqual({ what: 'Epoch', before: '3', after: '4' });
  });

  it('says of a request what is in custody, and of a revocation whose key it is', () => {
    const request = describeExitAction({ kind: 'request' }, { account, now: 0 });
    expect(request.changes[2]?.what).toBe('1.5 LETH');
    const key = `0x${'bb'.repeat(20)}` as const;
    const revoke = describeExitAction({ kind: 'revoke-key', key, nonce: 1 }, { account, now: 0 });
    expect(revoke.changes[0]?.what).toBe('Key 0xbbbb…bbbb');
  });
});
