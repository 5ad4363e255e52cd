'use client';

import { useStore } from 'zustand';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import type { Hash } from '#lib/domain/address.ts';
import { LUX } from '#lib/domain/currency.ts';
import { formatAmount } from '#lib/format/format-amount.ts';
import { shownAmount } from '#lib/swap/derive-pane.ts';
import { FINAL_CONFIRMATIONS } from '#lib/swap/observe-swap.ts';
import type { SwapRecord } from '#lib/swap/swap-record.ts';
import type { SwapSession } from '#lib/swap/swap-session.ts';
import { SwapAmounts } from './swap-amounts.tsx';
import { TransactionLink } from './transaction-link.tsx';

export type SwapDoneProps = {
  readonly session: SwapSession;
  readonly hash: Hash;
  readonly explorerUrl: string | null;
  readonly onRepeat: (record: SwapRecord) => void;
  readonly onReverse: (record: SwapRecord) => void;
  readonly onClose: () => void;
};

/** The receipt: what was really paid and received, as the chain says. */
export function SwapDone(props: SwapDoneProps) {
  const { session, hash, explorerUrl, onRepeat, onReverse, onClose } = props;
  const record = useStore(session.store, ({ records }) =>
    records.find(({ transaction }) => transaction.hash === hash),
  );
  if (record === undefined) return null;
  const { outcome, pay, receive } = record;
  if (outcome.kind !== 'confirmed' && outcome.kind !== 'final') return null;
  const { paid, received, cost, blockNumber } = outcome.receipt;
  const leave = (then: (record: SwapRecord) => void) => {
    onClose();
    then(record);
  };
  return (
    <div className="flex flex-col gap-4 p-4" data-testid="swap-receipt">
      <p role="status" className="flex items-center gap-2 text-13 text-up">
        <Icon name="check" />
        {standing(outcome)}
      </p>
      <SwapAmounts
        pay={shownAmount(paid, pay)}
        receive={shownAmount(received, receive)}
        labels={{ pay: 'You paid', receive: 'You received' }}
      />
      <dl className="grid grid-cols-[1fr_auto] gap-y-1.5 text-12">
        <dt className="text-secondary">Network cost</dt>
        <dd className="numeric text-right">
          {formatAmount(cost, LUX.decimals, { significantDigits: 3 })} LUX
        </dd>
        <dt className="text-secondary">Block</dt>
        <dd className="numeric text-right">{blockNumber.toString()}</dd>
        <dt className="text-secondary">Transaction</dt>
        <dd className="text-right">
          <TransactionLink hash={hash} explorerUrl={explorerUrl} />
        </dd>
      </dl>
      <div className="grid grid-cols-2 gap-2">
        <Button onClick={() => leave(onRepeat)}>Repeat</Button>
        <Button onClick={() => leave(onReverse)}>Reverse</Button>
      </div>
      <Button variant="primary" onClick={onClose}>
        Close
      </Button>
    </div>
  );
}

function standing(
  outcome: Extract<SwapRecord['outcome'], { kind: 'confirmed' | 'final' }>,
): string {
  if (outcome.kind === 'final') return 'Swapped, and final.';
  return `Swapped. Final after ${FINAL_CONFIRMATIONS} confirmations: ${outcome.confirmations} so far.`;
}
