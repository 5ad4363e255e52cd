'use client';

import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { TransactionLink } from '#components/swap/transaction-link.tsx';
import { StatusDot } from '#components/ui/status-dot.tsx';
import type { StatusLine } from '#lib/status/derive-status.ts';
import { type FigureColumn, FigureTable } from './figure-table.tsx';

const COLUMNS: readonly FigureColumn[] = [
  { id: 'name', heading: 'What', className: 'sm:w-44 sm:whitespace-nowrap' },
  { id: 'state', heading: 'State', className: 'whitespace-nowrap sm:w-36' },
  { id: 'detail', heading: 'Detail', className: 'min-w-36 text-secondary' },
];

export type StatusLinesProps = {
  /** Accessible name. */
  readonly label: string;
  readonly lines: readonly StatusLine[];
};

/** One line for each thing that works, waits or does not work. */
export function StatusLines({ label, lines }: StatusLinesProps) {
  const { explorerUrl } = useNetworkConfig();
  return (
    <FigureTable
      label={label}
      columns={COLUMNS}
      rows={lines.map(({ name, tone, state, detail, transaction }) => ({
        id: name,
        cells: [
          <span key="name" className="inline-flex items-center gap-2">
            <StatusDot tone={tone} />
            {name}
          </span>,
          <span key="state" className="tabular-nums">
            {state}
          </span>,
          <span key="detail" className="flex flex-wrap items-baseline gap-x-3">
            <span className="tabular-nums">{detail}</span>
            {transaction === undefined ? null : (
              <TransactionLink hash={transaction} explorerUrl={explorerUrl} />
            )}
          </span>,
        ],
      }))}
    />
  );
}
