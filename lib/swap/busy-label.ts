import type { ApprovalPart, SwapProgress } from './swap-progress.ts';

type Labels = Readonly<Record<ApprovalPart | 'only', string>>;

const APPROVE_LABELS: Labels = {
  only: 'Approve in wallet…',
  reset: '1 of 2: set old approval to 0 in wallet…',
  grant: '2 of 2: approve in wallet…',
};

const APPROVING_LABELS: Labels = {
  only: 'Approving…',
  reset: '1 of 2: setting old approval to 0…',
  grant: '2 of 2: approving…',
};

/** What the card's button says while something is under way; `null` while nothing is. */
export function busyLabel(progress: SwapProgress): string | null {
  switch (progress.stage) {
    case 'approving':
      return APPROVE_LABELS[progress.part ?? 'only'];
    case 'approval-pending':
      return APPROVING_LABELS[progress.part ?? 'only'];
    case 'signing-permit':
    case 'confirming':
      return 'Confirm in wallet…';
    case 'simulating':
    case 'price-moved':
    case 'pending':
      return 'Swapping…';
    case 'idle':
    case 'confirmed':
    case 'final':
    case 'failed':
      return null;
  }
}
