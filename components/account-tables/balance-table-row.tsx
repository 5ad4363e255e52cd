import { memo, type ReactNode } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import { balanceColumns } from './balance-columns.ts';
import type { AmountText, BalanceRow } from './derive-balances.ts';
import { GridCell } from './grid-cell.tsx';
import { ROW } from './row-class.ts';

export type BalanceTableRowProps = {
  readonly row: BalanceRow;
  readonly activeColumn: number | null;
  readonly onDeposit: (asset: string) => void;
  readonly onWithdraw: (asset: string) => void;
};

/** Where the money of one asset is; it renders only when one of its texts changes, not with every price. */
export const BalanceTableRow = memo(function BalanceTableRow(props: BalanceTableRowProps) {
  const { row, activeColumn, onDeposit, onWithdraw } = props;
  const { asset, dust, confirmations } = row;
  const tab = (column: string) => (balanceColumns[activeColumn ?? -1]?.id === column ? 0 : -1);
  const cells: Readonly<Record<string, ReactNode>> = {
    asset: (
      <span className="flex items-center gap-1.5 font-medium">
        {asset}
        {dust === null ? null : <Badge title={dust}>dust</Badge>}
      </span>
    ),
    available: <Amount {...row.available} />,
    orders: <Amount {...row.inOrders} />,
    settling: <Amount {...row.settling} note="matched and yours, on chain with the next batch" />,
    arriving: (
      <>
        <Amount {...row.arriving} />
        {confirmations === null ? null : (
          <span className="text-secondary" title="Confirmations">
            {' '}
            {confirmations}
          </span>
        )}
      </>
    ),
    withdrawing: <Amount {...row.withdrawing} />,
    wallet: <Amount {...row.inWallet} />,
    value: <DecimalNumber text={row.value} />,
    deposit: (
      <Button
        size="small"
        variant="quiet"
        tabIndex={tab('deposit')}
        aria-label={`Deposit ${asset}`}
        onClick={() => onDeposit(asset)}
      >
        Deposit
      </Button>
    ),
    withdraw: (
      <Button
        size="small"
        variant="quiet"
        tabIndex={tab('withdraw')}
        aria-label={`Withdraw ${asset}`}
        onClick={() => onWithdraw(asset)}
      >
        Withdraw
      </Button>
    ),
  };
  return (
    <tr className={ROW}>
      {balanceColumns.map((column) => (
        <GridCell
          key={column.id}
          column={column}
          tabIndex={tab(column.id)}
          hasControl={column.id === 'deposit' || column.id === 'withdraw'}
        >
          {cells[column.id]}
        </GridCell>
      ))}
    </tr>
  );
}, isSameRow);

function Amount({ text, exact, note }: AmountText & { readonly note?: string }) {
  return (
    <span title={note === undefined ? exact : `${exact}: ${note}`}>
      <DecimalNumber text={text} />
    </span>
  );
}

function isSameRow(one: BalanceTableRowProps, other: BalanceTableRowProps): boolean {
  return (
    one.activeColumn === other.activeColumn && JSON.stringify(one.row) === JSON.stringify(other.row)
  );
}
