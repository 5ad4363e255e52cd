'use client';

import { useStore } from 'zustand';
import { Dialog } from '#components/ui/dialog.tsx';
import type { SwapPlan } from '#lib/swap/swap-plan.ts';
import type { SwapProgress } from '#lib/swap/swap-progress.ts';
import type { SwapRecord } from '#lib/swap/swap-record.ts';
import type { SwapSession } from '#lib/swap/swap-session.ts';
import type { SwapDetails } from '#lib/swap/swap-view.ts';
import { ReviewSummary } from './review-summary.tsx';
import { SwapDone } from './swap-done.tsx';
import { SwapFailed } from './swap-failed.tsx';
import { SwapUnderWay } from './swap-under-way.tsx';

export type ReviewDialogProps = {
  readonly session: SwapSession;
  /** The plan as the card has it now, to be compared with the reviewed one. */
  readonly livePlan: SwapPlan | null;
  readonly detailsOf: (plan: SwapPlan) => SwapDetails;
  readonly explorerUrl: string | null;
  /** Whether signing asks nobody, because the key is the demo wallet's. */
  readonly signsByItself: boolean;
  readonly onRepeat: (record: SwapRecord) => void;
  readonly onReverse: (record: SwapRecord) => void;
};

/** From the review to the receipt: what will happen, how it goes, what came of it. */
export function ReviewDialog(props: ReviewDialogProps) {
  const { session } = props;
  const reviewed = useStore(session.store, (state) => state.reviewed);
  const progress = useStore(session.store, (state) => state.progress);
  const failure = progress.stage === 'failed' ? progress : null;
  if (reviewed === null && failure === null) return null;
  return (
    <Dialog
      open
      onClose={() => session.dismiss()}
      title={failure === null && reviewed !== null ? titleOf(progress, reviewed) : 'Not done'}
      widthClass="sm:w-110"
    >
      {failure === null ? null : (
        <SwapFailed
          failure={failure}
          explorerUrl={props.explorerUrl}
          onAgain={() => session.dismiss()}
        />
      )}
      {reviewed === null ? null : <Stage {...props} reviewed={reviewed} progress={progress} />}
    </Dialog>
  );
}

type StageProps = ReviewDialogProps & {
  readonly reviewed: SwapPlan;
  readonly progress: SwapProgress;
};

function Stage(props: StageProps) {
  const { session, reviewed, progress, explorerUrl } = props;
  switch (progress.stage) {
    case 'idle':
    case 'price-moved':
      return (
        <ReviewSummary
          plan={reviewed}
          details={props.detailsOf(reviewed)}
          livePlan={props.livePlan}
          move={progress.stage === 'price-moved' ? progress.move : null}
          signsByItself={props.signsByItself}
          onAccept={(plan) => session.review(plan)}
          onConfirm={() => void session.confirm()}
          onCancel={() => session.dismiss()}
        />
      );
    case 'simulating':
    case 'signing-permit':
    case 'confirming':
    case 'pending':
      return (
        <SwapUnderWay
          plan={reviewed}
          stage={progress.stage}
          hash={progress.stage === 'pending' ? progress.hash : null}
          explorerUrl={explorerUrl}
          signsByItself={props.signsByItself}
          onClose={() => session.dismiss()}
        />
      );
    case 'confirmed':
    case 'final':
      return <SwapDone {...props} hash={progress.hash} onClose={() => session.dismiss()} />;
    case 'approving':
    case 'approval-pending':
    case 'failed':
      return null;
  }
}

const NOUNS = { swap: 'swap', wrap: 'wrap', unwrap: 'unwrap' } as const;

function titleOf(progress: SwapProgress, { route }: SwapPlan): string {
  const noun = NOUNS[route.kind];
  switch (progress.stage) {
    case 'idle':
      return `Review ${noun}`;
    case 'price-moved':
      return 'The price moved';
    case 'confirmed':
    case 'final':
      return 'Done';
    case 'pending':
      return 'Swapping';
    case 'failed':
    case 'approving':
    case 'approval-pending':
    case 'simulating':
    case 'signing-permit':
    case 'confirming':
      return `Confirm ${noun}`;
  }
}
