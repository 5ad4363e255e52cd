import { describe, expect, it } from 'vitest';
import { sampleRecord } from '#scripts/testing/sample-swap.ts';
import { describeSwap, swapStanding } from './describe-swap.ts';
import type { SwapOutcome } from './swap-record.ts';

const receipt = { blockNumber: 1n, paid: 9n * 10n ** 18n, received: 216_500_000n, cost: 1n };
const HASH = `0x${'b'.repeat(64)}` as const;

describe('describeSwap', () => {
  it('tells what was quoted until it is known what happened', () => {
    expect(describeSwap(sampleRecord)).toBe('10 LUX → 240 LUSD');
    const outcome: SwapOutcome = { kind: 'confirmed', receipt, confirmations: 1 };
    expect(describeSwap({ ...sampleRecord, outcome })).toBe('9 LUX → 216.5 LUSD');
  });
});

describe('swapStanding', () => {
  it.each<[SwapOutcome, string]>([
    [{ kind: 'pending' }, 'Pending'],
    [{ kind: 'confirmed', receipt, confirmations: 1 }, 'Confirmed'],
    [{ kind: 'final', receipt }, 'Final'],
    [
      { kind: 'reverted', blockNumber: 1n, cost: 1n, code: 'swap/reverted', final: false },
      'Undone',
    ],
    [{ kind: 'replaced', by: null }, 'Replaced'],
    [{ kind: 'canceled', by: HASH }, 'Cancelled'],
    [{ kind: 'dropped' }, 'Not found'],
  ])('%o', (outcome, label) => {
    expect(swapStanding({ ...sampleRecord, outcome }).label).toBe(label);
  });
});
