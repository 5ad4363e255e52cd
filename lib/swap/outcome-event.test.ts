import { describe, expect, it } from 'vitest';
import { failureCode, outcomeEvent } from './outcome-event.ts';
import type { SwapEvent } from './swap-progress.ts';
import type { SwapOutcome } from './swap-record.ts';

const receipt = { blockNumber: 1n, paid: 1n, received: 1n, cost: 1n };
const HASH = `0x${'b'.repeat(64)}` as const;

describe('outcomeEvent', () => {
  it.each<[SwapOutcome, SwapEvent]>([
    [{ kind: 'pending' }, { type: 'unconfirmed' }],
    [
      { kind: 'confirmed', receipt, confirmations: 3 },
      { type: 'confirmed', confirmations: 3 },
    ],
    [{ kind: 'final', receipt }, { type: 'finalized' }],
    [
      { kind: 'reverted', blockNumber: 1n, cost: 1n, code: 'swap/out-of-gas', final: true },
      { type: 'failed', code: 'swap/out-of-gas' },
    ],
    [
      { kind: 'replaced', by: null },
      { type: 'failed', code: 'swap/replaced' },
    ],
    [
      { kind: 'canceled', by: HASH },
      { type: 'failed', code: 'swap/canceled' },
    ],
    [{ kind: 'dropped' }, { type: 'failed', code: 'swap/dropped' }],
  ])('%o', (outcome, event) => {
    expect(outcomeEvent(outcome)).toEqual(event);
    expect(failureCode(outcome)).toBe(event.type === 'failed' ? event.code : null);
  });
});
