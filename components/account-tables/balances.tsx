'use client';

import { memo, type ReactNode } from 'react';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import type { Balance } from '#lib/domain/balance.ts';
import { DASH } from '#lib/format/decimal-text.ts';
import type { Column } from './column.ts';
import { DataGrid } from './data-grid.tsx';
import { type AmountText, type BalanceRow, deriveBalances } from './derive-balances.ts';
import { PlainRow } from './plain-row.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';

export type BalancesProps = {
  /** By asset; `null` = not known yet. */
  readonly balances: ReadonlyMap<string, Balance> | null;
  readonly isStale: boolean;
  readonly busyLabel: string | null;
  /** Gets test money; `null` where there is none. */
  readonly onDeposit: (() => void) | null;
};

const columns: readonly Column[] = [
  { id: 'asset', heading: 'Asset', align: 'left', className: 'w-20' },
  { id: 'total', heading: 'Total', align: 'right', className: 'w-44' },
  { id: 'available', heading: 'Available', align: 'right', className: 'w-44' },
  { id: 'orders', heading: 'In orders', align: 'right', className: 'w-44' },
  { id: 'value', heading: 'Value (USDT)', align: 'right', className: 'w-36' },
  { id: 'note', heading: 'Note', hidden: true, align: 'left', className: 'w-72' },
];

const FRAME = { label: 'Balances', columns, minWidthClass: 'min-w-[960px]' };

/** What the account has of each asset, and what it is worth at the index price. */
export function Balances({ balances, isStale, busyLabel, onDeposit }: BalancesProps) {
  const prices = useMarketData((data) => data.prices);
  if (balances === null) return <SkeletonRows {...FRAME} />;
  const ticks = Object.fromEntries(
    Object.values(prices).map((price) => [price.symbol, price.indexTicks ?? price.priceTicks]),
  );
  const { rows, value, isEmpty } = deriveBalances(balances, ticks);
  if (isEmpty) {
    const action =
      onDeposit === null ? null : { label: busyLabel ?? 'Get test money', onPress: onDeposit };
    return <PanelMessage action={action}>Nothing to trade with yet.</PanelMessage>;
  }
  return (
    <DataGrid
      {...FRAME}
      rowCount={rows.length}
      isStale={isStale}
      footer={
        <p className="sticky left-0 w-fit px-3 py-2 text-12 text-secondary">
          All together{' '}
          {value === null ? DASH : <DecimalNumber text={value} className="text-text" />} USDT
        </p>
      }
    >
      {(activeColumn) =>
        rows.map((row, index) => (
          <BalanceTableRow
            key={row.asset}
            asset={row.asset}
            total={row.total.text}
            totalExact={row.total.exact}
            available={row.available.text}
            availableExact={row.available.exact}
            inOrders={row.inOrders.text}
            inOrdersExact={row.inOrders.exact}
            value={row.value}
            dust={row.dust}
            activeColumn={activeColumn(index)}
          />
        ))
      }
    </DataGrid>
  );
}

type BalanceTableRowProps = Pick<BalanceRow, 'asset' | 'value' | 'dust'> & {
  readonly total: string;
  readonly totalExact: string;
  readonly available: string;
  readonly availableExact: string;
  readonly inOrders: string;
  readonly inOrdersExact: string;
  readonly activeColumn: number | null;
};

/** Its props are texts, so that it renders only when one of them changes, not with every price. */
const BalanceTableRow = memo(function BalanceTableRow(props: BalanceTableRowProps) {
  const { asset, value, dust, activeColumn } = props;
  const cells: readonly ReactNode[] = [
    <span key="asset" className="font-medium">
      {asset}
    </span>,
    <Amount key="total" text={props.total} exact={props.totalExact} />,
    <Amount key="available" text={props.available} exact={props.availableExact} />,
    <Amount key="orders" text={props.inOrders} exact={props.inOrdersExact} />,
    <DecimalNumber key="value" text={value} />,
    dust === null ? null : (
      <Badge key="dust" title={dust}>
        {dust}
      </Badge>
    ),
  ];
  return <PlainRow columns={columns} cells={cells} activeColumn={activeColumn} />;
});

function Amount({ text, exact }: AmountText) {
  return (
    <span title={exact}>
      <DecimalNumber text={text} />
    </span>
  );
}
