import { memo, type ReactNode } from 'react';
import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { TransactionLink } from '#components/swap/transaction-link.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { DASH } from '#lib/format/decimal-text.ts';
import type { TransferRow } from './derive-transfers.ts';
import { PlainRow } from './plain-row.tsx';
import { RelativeTime } from './relative-time.tsx';
import { transferColumns } from './transfer-columns.ts';

export type TransferTableRowProps = {
  readonly row: TransferRow;
  readonly activeColumn: number | null;
};

const TONES = { plain: 'text-secondary', busy: 'text-info', done: '', warn: 'text-warn' } as const;

/** What came in, or went out. */
export const TransferTableRow = memo(function TransferTableRow(props: TransferTableRowProps) {
  const { row, activeColumn } = props;
  const { explorerUrl } = useNetworkConfig();
  const { timeMs, kind, amount, asset, status, note, tone, transaction } = row;
  const isNested = kind === 'Paid by exit';
  const cells: readonly ReactNode[] = [
    <span key="time" className="flex flex-col max-sm:text-11">
      <span className="truncate sm:hidden">{isNested ? '↳ Paid' : kind}</span>
      {timeMs === null ? (
        <span className="text-secondary">now</span>
      ) : (
        <RelativeTime timestamp={timeMs} />
      )}
    </span>,
    <span key="kind" className={classNames(isNested && 'border-edge border-l pl-2 text-secondary')}>
      {isNested ? 'Paid' : kind}
    </span>,
    <span key="amount" className="numeric">
      {amount}
    </span>,
    asset,
    <span key="status" className={TONES[tone]} title={note ?? undefined}>
      {status}
    </span>,
    transaction === null ? (
      DASH
    ) : (
      <TransactionLink key="transaction" hash={transaction} explorerUrl={explorerUrl} />
    ),
  ];
  return <PlainRow columns={transferColumns} cells={cells} activeColumn={activeColumn} />;
});
