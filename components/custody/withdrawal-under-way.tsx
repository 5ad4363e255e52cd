'use client';

import { TransactionLink } from '#components/swap/transaction-link.tsx';
import { Button } from '#components/ui/button.tsx';
import type { WithdrawalOrder } from '#lib/custody/derive-withdrawal.ts';
import {
  type WithdrawalStage,
  withdrawalHint,
  withdrawalSteps,
} from '#lib/custody/describe-withdrawal.ts';
import type { Hash } from '#lib/domain/address.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { StepList } from './step-list.tsx';

export type WithdrawalUnderWayProps = {
  readonly order: WithdrawalOrder;
  readonly stage: WithdrawalStage;
  /** Of the batch that pays it. */
  readonly transaction: Hash | null;
  readonly explorerUrl: string | null;
  readonly signsByItself: boolean;
  readonly onAnother: () => void;
  readonly onClose: () => void;
};

/** How a withdrawal goes: signed, requested, settling, paid; or returned. */
export function WithdrawalUnderWay(props: WithdrawalUnderWayProps) {
  const { order, stage, transaction, onAnother, onClose } = props;
  const { asset, currency } = order.choice;
  const isOver = stage === 'paid' || stage === 'returned';
  return (
    <div className="flex flex-col gap-4 p-4">
      <p className="numeric font-sans font-semibold text-15">
        {decimalText(BigInt(order.quanta), asset.decimals)} {currency.symbol}
      </p>
      <StepList steps={withdrawalSteps(stage)} />
      <p role="status" className="min-h-5 text-13 text-secondary">
        {withdrawalHint(stage, props)}
      </p>
      {transaction === null ? null : (
        <p className="flex items-center gap-2 text-12 text-secondary">
          Transaction <TransactionLink hash={transaction} explorerUrl={props.explorerUrl} />
        </p>
      )}
      <div className="flex gap-2">
        {isOver ? (
          <Button className="flex-1" onClick={onAnother}>
            Withdraw more
          </Button>
        ) : null}
        <Button
          className="flex-1"
          variant={stage === 'paid' ? 'primary' : 'secondary'}
          onClick={onClose}
        >
          {stage === 'paid' ? 'Done' : 'Close'}
        </Button>
      </div>
    </div>
  );
}
