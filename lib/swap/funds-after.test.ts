import { describe, expect, it } from 'vitest';
import { FUNDS_TEXT, type FundsState, fundsAfter } from './funds-after.ts';
import type { SwapErrorCode } from './swap-errors.ts';
import type { WorkingStage } from './swap-progress.ts';

describe('fundsAfter', () => {
  it.each<[WorkingStage, SwapErrorCode, FundsState]>([
    ['approving', 'wallet/rejected', 'untouched'],
    ['simulating', 'swap/slippage-exceeded', 'untouched'],
    ['price-moved', 'wallet/disconnected', 'untouched'],
    ['signing-permit', 'wallet/rejected', 'untouched'],
    ['confirming', 'swap/insufficient-funds', 'untouched'],
    ['confirming', 'chain/unknown-outcome', 'unknown'],
    ['approval-pending', 'swap/approval-reverted', 'cost-spent'],
    ['pending', 'swap/slippage-exceeded', 'cost-spent'],
    ['confirmed', 'swap/reverted', 'cost-spent'],
    ['pending', 'swap/replaced', 'not-carried-out'],
    ['pending', 'swap/canceled', 'not-carried-out'],
    ['pending', 'swap/dropped', 'unknown'],
  ])('while %s, after %s, the money is %s', (during, code, funds) => {
    expect(fundsAfter({ during, code })).toBe(funds);
    expect(FUNDS_TEXT[funds]).toMatch(/^[A-Z].*\.$/u);
  });

  it('knows that the old approval is gone once the second of two is asked for', () => {
    const rejected = { during: 'approving', code: 'wallet/rejected' } as const;
    expect(fundsAfter({ ...rejected, part: 'reset' })).toBe('untouched');
    expect(fundsAfter({ ...rejected, part: 'grant' })).toBe('approval-reset');
  });
});
