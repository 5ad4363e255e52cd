import type { SwapProgress } from './swap-progress.ts';

/** What the card's button says while something is under way; `null` while nothing is. */
export function busyLabel({ stage }: SwapProgress): string | null {
  switch (stage) {
    case 'approving':
      return 'Approve in wallet…';
    case 'approval-pending':
      return 'Approving…';
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
