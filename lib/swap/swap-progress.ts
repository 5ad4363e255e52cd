import type { Hash } from '#lib/domain/address.ts';
import type { SwapErrorCode } from './swap-errors.ts';

/** How a quote moved between the review and the signature; basis points, negative when worse. */
export type PriceMove = { readonly changeBps: number };

/**
 * Where one swap, or the approval before it, stands between the button and the chain. From
 * `pending` on the swap is also a record (`swap-record.ts`), which survives the page.
 */
export type SwapProgress =
  | { readonly stage: 'idle' }
  | { readonly stage: 'approving'; readonly part?: ApprovalPart }
  | { readonly stage: 'approval-pending'; readonly hash: Hash; readonly part?: ApprovalPart }
  | { readonly stage: 'simulating' }
  | { readonly stage: 'price-moved'; readonly move: PriceMove }
  | { readonly stage: 'signing-permit' }
  | { readonly stage: 'confirming' }
  | { readonly stage: 'pending'; readonly hash: Hash }
  | { readonly stage: 'confirmed'; readonly hash: Hash; readonly confirmations: number }
  | { readonly stage: 'final'; readonly hash: Hash }
  | {
      readonly stage: 'failed';
      readonly during: WorkingStage;
      readonly code: SwapErrorCode;
      readonly hash: Hash | null;
      readonly part?: ApprovalPart;
    };

/** Which of two approvals it is, where the old one has to be set to zero first. */
export type ApprovalPart = 'reset' | 'grant';

/** The stages in which something is under way and may fail. */
export type WorkingStage = Exclude<SwapProgress['stage'], 'idle' | 'failed' | 'final'>;

export type SwapEvent = StepEvent | ChainEvent;

/** What the page and the wallet do. */
type StepEvent =
  | { readonly type: 'approve' }
  | { readonly type: 'reset-needed' }
  | { readonly type: 'reset-done' }
  | { readonly type: 'approval-sent'; readonly hash: Hash }
  | { readonly type: 'approved' }
  | { readonly type: 'start' }
  | { readonly type: 'price-moved'; readonly move: PriceMove }
  | { readonly type: 'accept-price' }
  | { readonly type: 'permit-needed' }
  | { readonly type: 'permit-signed' }
  | { readonly type: 'simulated' }
  | { readonly type: 'sent'; readonly hash: Hash }
  | { readonly type: 'failed'; readonly code: SwapErrorCode }
  | { readonly type: 'dismiss' };

/** What the chain says of a transaction that was sent; a reorganisation takes blocks back. */
type ChainEvent =
  | { readonly type: 'replaced-by'; readonly hash: Hash }
  | { readonly type: 'confirmed'; readonly confirmations: number }
  | { readonly type: 'unconfirmed' }
  | { readonly type: 'finalized' };

export const IDLE: SwapProgress = { stage: 'idle' };

/**
 * The next stage. An event that does not fit the present stage leaves it as it is: a wallet may
 * answer after its dialog was dismissed. The one exception is `sent`, which always counts, because
 * money may be moving.
 */
export function advance(progress: SwapProgress, event: SwapEvent): SwapProgress {
  switch (event.type) {
    case 'approve':
      return isAtRest(progress) ? { stage: 'approving' } : progress;
    case 'reset-needed':
      return from(progress, 'approving') ? { ...progress, part: 'reset' } : progress;
    case 'reset-done':
      return from(progress, 'approval-pending') ? { stage: 'approving', part: 'grant' } : progress;
    case 'approval-sent':
      return from(progress, 'approving')
        ? { ...progress, stage: 'approval-pending', hash: event.hash }
        : progress;
    case 'approved':
      return from(progress, 'approval-pending') ? IDLE : progress;
    case 'start':
      return isAtRest(progress) ? { stage: 'simulating' } : progress;
    case 'price-moved':
      return from(progress, 'simulating') ? { stage: 'price-moved', move: event.move } : progress;
    case 'accept-price':
      return from(progress, 'price-moved') ? { stage: 'simulating' } : progress;
    case 'permit-needed':
      return from(progress, 'simulating') ? { stage: 'signing-permit' } : progress;
    case 'permit-signed':
      return from(progress, 'signing-permit') ? { stage: 'simulating' } : progress;
    case 'simulated':
      return from(progress, 'simulating') ? { stage: 'confirming' } : progress;
    case 'sent':
      return { stage: 'pending', hash: event.hash };
    case 'failed':
      return failed(progress, event.code);
    case 'dismiss':
      return isDismissible(progress) ? IDLE : progress;
    case 'replaced-by':
    case 'confirmed':
    case 'unconfirmed':
    case 'finalized':
      return onChain(progress, event);
  }
}

function onChain(progress: SwapProgress, event: ChainEvent): SwapProgress {
  if (!from(progress, 'pending') && !from(progress, 'confirmed')) return progress;
  const { hash } = progress;
  switch (event.type) {
    case 'replaced-by':
      return { stage: 'pending', hash: event.hash };
    case 'confirmed':
      return { stage: 'confirmed', hash, confirmations: event.confirmations };
    case 'unconfirmed':
      return { stage: 'pending', hash };
    case 'finalized':
      return { stage: 'final', hash };
  }
}

function failed(progress: SwapProgress, code: SwapErrorCode): SwapProgress {
  if (isAtRest(progress)) return progress;
  const hash = 'hash' in progress ? progress.hash : null;
  const part = 'part' in progress ? { part: progress.part } : {};
  return { stage: 'failed', during: progress.stage, code, hash, ...part };
}

type AtRest = Extract<SwapProgress, { stage: 'idle' | 'failed' | 'final' }>;

/** Whether nothing is under way, so that something new may start. */
export function isAtRest(progress: SwapProgress): progress is AtRest {
  return from(progress, 'idle') || from(progress, 'failed') || from(progress, 'final');
}

/** Whether the wallet is being waited for. */
export function waitsForWallet(progress: SwapProgress): boolean {
  return (
    from(progress, 'approving') || from(progress, 'signing-permit') || from(progress, 'confirming')
  );
}

/** A sent transaction goes on without its dialog; everything else may be put away. */
function isDismissible(progress: SwapProgress): boolean {
  return !from(progress, 'approval-pending');
}

function from<Stage extends SwapProgress['stage']>(
  progress: SwapProgress,
  stage: Stage,
): progress is Extract<SwapProgress, { stage: Stage }> {
  return progress.stage === stage;
}
