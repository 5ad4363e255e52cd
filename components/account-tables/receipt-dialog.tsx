'use client';

import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { RequestError } from '#lib/queries/request-error.ts';
import type { AccountSource } from './account-source.ts';
import { describeReceiptProblem } from './describe-receipt.ts';
import { downloadFile } from './download-file.ts';
import { ReceiptFacts } from './receipt-facts.tsx';
import { type CheckedReceipt, useReceipt } from './use-receipt.ts';

export type ReceiptDialogProps = {
  readonly orderId: number;
  readonly source: AccountSource;
  readonly onClose: () => void;
};

/** The operator's signed word that it took an order: checked here first, then to be kept as a file. */
export function ReceiptDialog({ orderId, source, onClose }: ReceiptDialogProps) {
  return (
    <Dialog open title={`Receipt of order ${orderId}`} onClose={onClose}>
      <div className="flex min-h-105 flex-col gap-4 p-4">
        <ReceiptContent orderId={orderId} source={source} />
      </div>
    </Dialog>
  );
}

function ReceiptContent({ orderId, source }: Omit<ReceiptDialogProps, 'onClose'>) {
  const { data, error, refetch } = useReceipt(orderId, source);
  if (data === undefined && error !== null) {
    const code = error instanceof RequestError ? error.code : 'client/unexpected';
    return (
      <PanelMessage code={code} action={{ label: 'Try again', onPress: () => void refetch() }}>
        {error.message}
      </PanelMessage>
    );
  }
  if (data === undefined && source.token === null) {
    return <PanelMessage>Waiting for the exchange to know this account.</PanelMessage>;
  }
  if (data === undefined) return <Skeleton className="h-96" />;
  const { problem, receipt, text } = data;
  const save = () => {
    downloadFile(`receipt-${orderId}.json`, { text, type: 'application/json' });
  };
  return (
    <>
      <Verdict problem={problem} />
      <ReceiptFacts receipt={receipt} />
      <p className="text-12 text-secondary">
        Keep the file: whoever has a copy of the journal can compare the two, so that what was taken
        cannot be denied or moved later. It is about the order as you last signed it.
      </p>
      <Button variant={problem === null ? 'primary' : 'secondary'} block onClick={save}>
        {problem === null ? 'Download receipt' : 'Download it as evidence'}
      </Button>
    </>
  );
}

function Verdict({ problem }: Pick<CheckedReceipt, 'problem'>) {
  return (
    <div
      role="status"
      className={
        problem === null
          ? 'flex gap-2 rounded-control bg-up/10 p-3 text-12'
          : 'flex gap-2 rounded-control bg-down/10 p-3 text-12'
      }
    >
      <Icon
        name={problem === null ? 'check' : 'warning'}
        size={14}
        className={problem === null ? 'mt-0.5 text-up' : 'mt-0.5 text-down'}
      />
      <div>
        <p className="font-medium">{problem === null ? 'Verified' : 'Not verified'}</p>
        <p className="text-secondary">
          {problem === null
            ? 'This browser checked the order’s hash and the operator’s signature.'
            : describeReceiptProblem(problem)}
        </p>
      </div>
    </div>
  );
}
