import type { Hash } from '#lib/domain/address.ts';
import type { CustodyFailure } from './custody-failure.ts';
import type { DepositOrder } from './derive-deposit.ts';

/** Where a deposit stands between the button and the ledger. */
export type DepositProgress =
  | { readonly stage: 'approving' }
  | { readonly stage: 'approval-pending'; readonly hash: Hash }
  | { readonly stage: 'signing-permit' }
  | { readonly stage: 'rehearsing' }
  | { readonly stage: 'confirming' }
  /** Sent, and in no block yet. */
  | { readonly stage: 'pending'; readonly hash: Hash }
  /** In a block, with so many blocks on top of it. */
  | { readonly stage: 'in-block'; readonly hash: Hash; readonly confirmations: number }
  | { readonly stage: 'credited'; readonly hash: Hash }
  | {
      readonly stage: 'failed';
      /** During which step. */
      readonly during: DepositStep;
      readonly failure: CustodyFailure;
      readonly hash: Hash | null;
    };

/** The steps that a person sees, in order. */
export type DepositStep = 'approve' | 'permit' | 'confirm' | 'block' | 'confirmations' | 'credit';

/** A step of a list, and how far it is. */
export type StepView = {
  readonly id: string;
  readonly name: string;
  readonly state: 'done' | 'current' | 'ahead' | 'failed';
};

/** The step that a stage belongs to. */
export function stepOf(progress: DepositProgress): DepositStep {
  switch (progress.stage) {
    case 'approving':
    case 'approval-pending':
      return 'approve';
    case 'signing-permit':
      return 'permit';
    case 'rehearsing':
    case 'confirming':
      return 'confirm';
    case 'pending':
      return 'block';
    case 'in-block':
      return 'confirmations';
    case 'credited':
      return 'credit';
    case 'failed':
      return progress.during;
    default:
      return progress satisfies never;
  }
}

/** What is paid in, and how far that is. */
type DepositState = {
  readonly order: Pick<DepositOrder, 'approval'>;
  readonly progress: DepositProgress;
};

/**
 * A deposit as a list of steps: signed → in a block → n of m confirmations → credited.
 *
 * @param needed - blocks on top of its own that it takes; `null` = not known
 */
export function depositSteps(
  { order, progress }: DepositState,
  needed: number | null,
): readonly StepView[] {
  const names: readonly (readonly [DepositStep, string])[] = [
    ...(order.approval === 'approve' ? [['approve', 'Approve the token'] as const] : []),
    ...(order.approval === 'permit' ? [['permit', 'Sign the permission'] as const] : []),
    ['confirm', 'Confirm in wallet'],
    ['block', 'In a block'],
    ['confirmations', confirmationsText(progress, needed)],
    ['credit', 'Credited'],
  ];
  const at = names.findIndex(([step]) => step === stepOf(progress));
  return names.map(([id, name], index) => ({ id, name, state: stateOf(index, { at, progress }) }));
}

function stateOf(
  index: number,
  { at, progress }: { readonly at: number; readonly progress: DepositProgress },
): StepView['state'] {
  if (index < at || progress.stage === 'credited') return 'done';
  if (index > at) return 'ahead';
  return progress.stage === 'failed' ? 'failed' : 'current';
}

function confirmationsText(progress: DepositProgress, needed: number | null): string {
  if (needed === null) return 'Confirmations';
  const seen = progress.stage === 'in-block' ? progress.confirmations : 0;
  const reached = progress.stage === 'credited' ? needed : Math.min(seen, needed);
  return `${reached} of ${needed} ${needed === 1 ? 'confirmation' : 'confirmations'}`;
}
