'use client';

import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { TransactionLink } from '#components/swap/transaction-link.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { ChangeTable } from './change-table.tsx';
import type { ExitActions, ExitUndertaking } from './use-exit-action.ts';

export type ExitReviewProps = Pick<ExitActions, 'confirm' | 'close'> & {
  readonly undertaking: ExitUndertaking;
};

/** What is about to be done on the chain, its way there, and what came of it. */
export function ExitReview({ undertaking, confirm, close }: ExitReviewProps) {
  const { explorerUrl } = useNetworkConfig();
  const { text, stage, hash } = undertaking;
  return (
    <Dialog open title={text.title} widthClass="sm:w-120" onClose={close}>
      <div className="flex flex-col gap-4 p-4 text-13">
        <ChangeTable changes={text.changes} />
        <ul className="flex list-disc flex-col gap-1 pl-5 text-12 text-secondary">
          {text.notes.map((note) => (
            <li key={note} className="break-words">
              {note}
            </li>
          ))}
        </ul>
        <Progress undertaking={undertaking} />
        {hash === null ? null : (
          <p className="flex items-center justify-between gap-3 text-12">
            <span className="text-secondary">Transaction</span>
            <TransactionLink hash={hash} explorerUrl={explorerUrl} />
          </p>
        )}
        <div className="grid grid-cols-[auto_1fr] gap-2">
          <Button size="large" onClick={close}>
            Close
          </Button>
          {stage === 'done' ? null : (
            <Button
              variant="primary"
              size="large"
              disabled={stage === 'signing' || stage === 'pending'}
              onClick={confirm}
            >
              {buttonOf(undertaking)}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Progress({ undertaking: { stage, text, failure } }: Pick<ExitReviewProps, 'undertaking'>) {
  if (failure !== null) {
    return (
      <p role="alert" className="text-12 text-down">
        {failure.text} <span className="numeric text-faint">{failure.code}</span>
      </p>
    );
  }
  return (
    <p role="status" className="flex items-center gap-2 text-12 text-secondary empty:hidden">
      {stage === 'signing' ? 'Asked the chain; now confirm in your wallet.' : null}
      {stage === 'pending' ? 'Sent. Waiting for its block.' : null}
      {stage === 'done' ? (
        <>
          <Icon name="check" className="text-up" />
          <span className="text-text">{text.done}</span>
        </>
      ) : null}
    </p>
  );
}

function buttonOf({ stage, text }: ExitUndertaking): string {
  if (stage === 'signing') return 'Confirm in wallet…';
  if (stage === 'pending') return 'Waiting for its block…';
  return stage === 'failed' ? `Try again: ${text.button}` : text.button;
}
