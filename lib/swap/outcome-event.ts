import type { SwapErrorCode } from './swap-errors.ts';
import type { SwapEvent } from './swap-progress.ts';
import type { SwapOutcome } from './swap-record.ts';

/** What a record's outcome means to the dialog that shows the swap on its way. */
export function outcomeEvent(outcome: SwapOutcome): SwapEvent {
  const code = failureCode(outcome);
  if (code !== null) return { type: 'failed', code };
  if (outcome.kind === 'confirmed') {
    return { type: 'confirmed', confirmations: outcome.confirmations };
  }
  return { type: outcome.kind === 'final' ? 'finalized' : 'unconfirmed' };
}

/** Why a sent swap did not happen; `null` when it did, or still may. */
export function failureCode(outcome: SwapOutcome): SwapErrorCode | null {
  switch (outcome.kind) {
    case 'pending':
    case 'confirmed':
    case 'final':
      return null;
    case 'reverted':
      return outcome.code;
    case 'replaced':
      return 'swap/replaced';
    case 'canceled':
      return 'swap/canceled';
    case 'dropped':
      return 'swap/dropped';
  }
}
