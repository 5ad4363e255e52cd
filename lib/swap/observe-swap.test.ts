import { describe, expect, it } from 'vitest';
import { LUX, type Token } from '#lib/domain/currency.ts';
import {
  DROPPED_AFTER_BLOCKS,
  FINAL_CONFIRMATIONS,
  observeSwap,
  type SwapObservation,
} from './observe-swap.ts';
import { isUnsettled, type SwapOutcome, type SwapRecord } from './swap-record.ts';

const HASH = `0x${'a'.repeat(64)}` as const;
const OTHER = `0x${'b'.repeat(64)}` as const;
const ACCOUNT = '0x00000000000000000000000000000000000000Aa';
const ROUTER = '0x00000000000000000000000000000000000000Bb';
const LUSD: Token = {
  kind: 'token',
  address: '0x2000000000000000000000000000000000000002',
  symbol: 'LUSD',
  name: 'Lux Dollar',
  decimals: 6,
  permit: true,
};

const sent: SwapRecord = {
  id: HASH,
  chainId: 1337,
  account: ACCOUNT,
  kind: 'swap',
  pay: LUX,
  receive: LUSD,
  exact: 'pay',
  payAmount: 10n,
  receiveAmount: 20n,
  transaction: {
    hash: HASH,
    nonce: 4,
    to: ROUTER,
    value: 10n,
    input: '0x12Ab',
    sentBlock: 100n,
    sentAtMs: 0,
    deadline: 5_000,
  },
  outcome: { kind: 'pending' },
};

const receipt = { blockNumber: 101n, paid: 10n, received: 19n, cost: 3n };

function seen(
  result: SwapObservation['result'],
  { head = 101n, chainTime = 4_000 }: { head?: bigint; chainTime?: number } = {},
): SwapObservation {
  return { head, chainTime, result };
}

function outcome(observation: SwapObservation, record = sent): SwapOutcome {
  return observeSwap(record, observation).outcome;
}

describe('observeSwap', () => {
  it.each([
    [101n, { kind: 'confirmed', receipt, confirmations: 1 }],
    [104n, { kind: 'confirmed', receipt, confirmations: 4 }],
    [101n + BigInt(FINAL_CONFIRMATIONS) - 1n, { kind: 'final', receipt }],
    [100n, { kind: 'confirmed', receipt, confirmations: 1 }],
  ])('counts the blocks on top of a receipt: head %s', (head, expected) => {
    expect(outcome(seen({ kind: 'succeeded', receipt }, { head }))).toEqual(expected);
  });

  it('takes a confirmation back when the block that held it is gone', () => {
    const confirmed = observeSwap(sent, seen({ kind: 'succeeded', receipt }));
    expect(outcome(seen({ kind: 'waiting' }), confirmed)).toEqual({ kind: 'pending' });
    expect(outcome(seen({ kind: 'unknown' }), confirmed)).toEqual({ kind: 'pending' });
  });

  it('tells an undone swap and waits until that is final', () => {
    const result = {
      kind: 'reverted',
      blockNumber: 101n,
      cost: 3n,
      code: 'swap/slippage-exceeded',
    } as const;
    const reverted = observeSwap(sent, seen(result));
    expect(reverted.outcome).toEqual({ ...result, final: false });
    expect(isUnsettled(reverted)).toBe(true);
    const settled = observeSwap(reverted, seen(result, { head: 120n }));
    expect(settled.outcome).toEqual({ ...result, final: true });
    expect(isUnsettled(settled)).toBe(false);
  });

  it.each([
    ['known to the node', { kind: 'waiting' }, { head: 900n }, 'pending'],
    ['just unknown', { kind: 'unknown' }, { head: 101n }, 'pending'],
    [
      'unknown, one block short',
      { kind: 'unknown' },
      { head: 100n + DROPPED_AFTER_BLOCKS - 1n },
      'pending',
    ],
    ['unknown for long', { kind: 'unknown' }, { head: 100n + DROPPED_AFTER_BLOCKS }, 'dropped'],
    ['unknown after the deadline', { kind: 'unknown' }, { chainTime: 5_001 }, 'dropped'],
    ['unknown at the deadline', { kind: 'unknown' }, { chainTime: 5_000 }, 'pending'],
  ] as const)('%s: %s → %s', (_, result, when, kind) => {
    expect(outcome(seen(result, when)).kind).toBe(kind);
  });

  it('finds a dropped swap again when it appears in a block after all', () => {
    const dropped = observeSwap(sent, seen({ kind: 'unknown' }, { head: 500n }));
    expect(isUnsettled(dropped)).toBe(true);
    expect(outcome(seen({ kind: 'succeeded', receipt }, { head: 501n }), dropped).kind).toBe(
      'final',
    );
  });

  it('follows a transaction that was sped up', () => {
    const found = { hash: OTHER, to: ROUTER, value: 10n, input: '0x12aB' } as const;
    const followed = observeSwap(sent, seen({ kind: 'superseded', found }));
    expect(followed.transaction.hash).toBe(OTHER);
    expect(followed.id).toBe(HASH);
    expect(followed.outcome).toEqual({ kind: 'pending' });
  });

  it.each([
    ['a payment of nothing to oneself', { to: ACCOUNT, value: 0n, input: '0x' }, 'canceled'],
    ['another call', { to: ROUTER, value: 10n, input: '0xff' }, 'replaced'],
    ['another value', { to: ROUTER, value: 11n, input: '0x12ab' }, 'replaced'],
    ['a payment to oneself', { to: ACCOUNT, value: 5n, input: '0x' }, 'replaced'],
    ['a new contract', { to: null, value: 0n, input: '0x12ab' }, 'replaced'],
  ] as const)('calls %s %s', (_, call, kind) => {
    const found = { hash: OTHER, ...call };
    expect(outcome(seen({ kind: 'superseded', found }))).toEqual({ kind, by: OTHER });
  });

  it('says replaced when the transaction in its place is not found', () => {
    expect(outcome(seen({ kind: 'superseded', found: null }))).toEqual({
      kind: 'replaced',
      by: null,
    });
  });
});
