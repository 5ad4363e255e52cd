'use client';

import { type FigureColumn, FigureTable } from '#components/status/figure-table.tsx';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import { DASH, decimalText } from '#lib/format/decimal-text.ts';
import { exactAmount } from '#lib/format/format-amount.ts';
import type { Cover, Solvency, SolvencyRow } from '#lib/solvency/derive-solvency.ts';

const COLUMNS: readonly FigureColumn[] = [
  { id: 'token', heading: 'Token' },
  { id: 'cover', heading: 'Covered' },
  { id: 'held', heading: 'The contract holds', align: 'right' },
  { id: 'custody', heading: 'It owes to all accounts', align: 'right' },
  { id: 'surplus', heading: 'Beyond that', align: 'right' },
  { id: 'liabilities', heading: 'The operator says it owes', align: 'right' },
  { id: 'exchange', heading: 'Of that its own', align: 'right' },
  { id: 'gap', heading: 'Contract less operator', align: 'right' },
];

const OWN: FigureColumn = { id: 'own', heading: 'It owes to you', align: 'right' };

/** Decimals shown at most; the exact amount is in the title. */
const MAX_DECIMALS = 8;

const COVERS: Readonly<Record<Cover, { readonly tone: BadgeTone; readonly text: string }>> = {
  covered: { tone: 'up', text: 'Covered' },
  short: { tone: 'down', text: 'Short' },
  unknown: { tone: 'warn', text: 'Not known' },
};

/** Whether something is covered. */
export function CoverBadge({ cover }: { readonly cover: Cover }) {
  const { tone, text } = COVERS[cover];
  return <Badge tone={tone}>{text}</Badge>;
}

export type SolvencyTableProps = {
  readonly solvency: Solvency;
  /** An account is connected, whose balances are shown as well. */
  readonly withOwn: boolean;
};

/** What is held against what is owed, a token a row. */
export function SolvencyTable({ solvency, withOwn }: SolvencyTableProps) {
  return (
    <FigureTable
      label="Holdings and liabilities"
      columns={withOwn ? [...COLUMNS, OWN] : COLUMNS}
      rows={solvency.rows.map((row) => ({
        id: row.token,
        cells: [
          row.symbol,
          <CoverBadge key="cover" cover={row.cover} />,
          <Amount key="held" of={row} amount={row.held} />,
          <Amount key="custody" of={row} amount={row.custody} />,
          <Amount key="surplus" of={row} amount={row.surplus} />,
          <Amount key="liabilities" of={row} amount={row.liabilities} />,
          <Amount key="exchange" of={row} amount={row.exchangeOwned} />,
          <Amount key="gap" of={row} amount={row.reportGap} />,
          ...(withOwn ? [<Amount key="own" of={row} amount={row.own} />] : []),
        ],
      }))}
    />
  );
}

/** An amount; a dash where it is zero, `?` where it is not known. */
function Amount({
  of: { decimals, symbol },
  amount,
}: {
  readonly of: SolvencyRow;
  readonly amount: bigint | null;
}) {
  if (amount === null) {
    return (
      <span className="text-faint" title="Not known">
        ?
      </span>
    );
  }
  if (amount === 0n) {
    return (
      <span className="text-faint" title={`0 ${symbol}`}>
        {DASH}
      </span>
    );
  }
  const shown = Math.min(decimals, MAX_DECIMALS);
  return (
    <span
      title={`${exactAmount(amount, decimals)} ${symbol}`}
      className={amount < 0n ? 'text-down' : ''}
    >
      <DecimalNumber
        text={decimalText(amount, decimals, { minDecimals: shown, maxDecimals: shown })}
      />
    </span>
  );
}
