'use client';

import { TransactionLink } from '#components/swap/transaction-link.tsx';
import { Button } from '#components/ui/button.tsx';
import { type DepositProgress, depositSteps } from '#lib/custody/deposit-progress.ts';
import type { Deposit } from '#lib/custody/deposit-session.ts';
import { depositHint } from '#lib/custody/describe-deposit.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { StepList } from './step-list.tsx';

export type DepositUnderWayProps = {
  readonly deposit: Deposit;
  /** Blocks that make it final; `null` = not known. */
  readonly needed: number | null;
  readonly explorerUrl: string | null;
  readonly signsByItself: boolean;
  /** Back to the form. */
  readonly onAnother: () => void;
  readonly onClose: () => void;
};

/** How a deposit goes: signed, in a block, so many confirmations, credited. */
export function DepositUnderWay(props: DepositUnderWayProps) {
  const { deposit, needed, explorerUrl, onAnother, onClose } = props;
  const { order, progress } = deposit;
  const { currency } = order.choice;
  const hash = hashOf(progress);
  const isOver = progress.stage === 'credited' || progress.stage === 'failed';
  return (
    <div className="flex flex-col gap-4 p-4">
      <p className="numeric font-sans font-semibold text-15">
        {decimalText(order.amount, currency.decimals)} {currency.symbol}
      </p>
      <StepList steps={depositSteps(deposit, needed)} />
      {progress.stage === 'failed' ? (
        <p role="alert" className="text-13 text-down">
          {progress.failure.text}{' '}
          <span className="numeric text-11 text-faint">{progress.failure.code}</span>
        </p>
      ) : (
        <p role="status" className="min-h-5 text-13 text-secondary">
          {depositHint(progress, props)}
        </p>
      )}
      {hash === null ? null : (
        <p className="flex items-center gap-2 text-12 text-secondary">
          Transaction <TransactionLink hash={hash} explorerUrl={explorerUrl} />
        </p>
      )}
      <div className="flex gap-2">
        {isOver ? (
          <Button className="flex-1" onClick={onAnother}>
            {progress.stage === 'failed' ? 'Back' : 'Deposit more'}
          </Button>
        ) : null}
        <Button
          className="flex-1"
          variant={progress.stage === 'credited' ? 'primary' : 'secondary'}
          onClick={onClose}
        >
          {progress.stage === 'credited' ? 'Done' : 'Close'}
        </Button>
      </div>
    </div>
  );
}

function hashOf(progress: DepositProgress) {
  return 'hash' in progress ? progress.hash : null;
}
