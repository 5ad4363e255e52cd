import type { SwapErrorCode } from './swap-errors.ts';
import type { ApprovalPart, WorkingStage } from './swap-progress.ts';

/** Where the money is after a failure. */
export type FundsState =
  | 'untouched'
  | 'cost-spent'
  | 'approval-reset'
  | 'not-carried-out'
  | 'unknown';

/** What is said of the money, after what happened and before what to do. */
export const FUNDS_TEXT: Readonly<Record<FundsState, string>> = {
  untouched: 'Nothing was sent. Your tokens are where they were.',
  'cost-spent': 'It was undone: your tokens are where they were, only the network cost was spent.',
  'approval-reset':
    'Your tokens are where they were. The old approval is now 0, which cost the network cost.',
  'not-carried-out': 'This swap was not carried out. Your tokens are where they were.',
  unknown: 'It may still be carried out, so do not send it twice.',
};

type Failure = {
  readonly during: WorkingStage;
  readonly code: SwapErrorCode;
  readonly part?: ApprovalPart;
};

/** Where the money is after a failure, by what failed and how far things had gone. */
export function fundsAfter({ during, code, part }: Failure): FundsState {
  if (code === 'swap/dropped' || code === 'chain/unknown-outcome') return 'unknown';
  if (code === 'swap/replaced' || code === 'swap/canceled') return 'not-carried-out';
  if (part === 'grant') return 'approval-reset';
  switch (during) {
    case 'approval-pending':
    case 'pending':
    case 'confirmed':
      return 'cost-spent';
    case 'approving':
    case 'simulating':
    case 'price-moved':
    case 'signing-permit':
    case 'confirming':
      return 'untouched';
  }
}
