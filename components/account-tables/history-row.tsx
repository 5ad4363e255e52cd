import { memo, type ReactNode } from 'react';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import type { Order } from '#lib/domain/order.ts';
import { deriveHistoryRow } from './derive-history-row.ts';
import { historyColumns } from './history-columns.ts';
import { PlainRow } from './plain-row.tsx';
import { PriceText } from './price-text.tsx';
import { RowHead } from './row-head.tsx';
import { SideText } from './side-text.tsx';

export type HistoryRowProps = { readonly order: Order; readonly activeColumn: number | null };

/** An order that has ended, and how. */
export const HistoryRow = memo(function HistoryRow({ order, activeColumn }: HistoryRowProps) {
  const row = deriveHistoryRow(order);
  const cells: readonly ReactNode[] = [
    <RowHead key="time" timestamp={order.createdMs} side={row.side} market={row.market} />,
    row.market,
    <SideText key="side" side={row.side} />,
    row.type,
    <span key="price" title={row.priceNote ?? undefined}>
      <PriceText text={row.price} />
    </span>,
    <DecimalNumber key="size" text={row.size} />,
    <DecimalNumber key="filled" text={row.filled} />,
    <span key="average" title={row.averageNote ?? undefined}>
      <DecimalNumber text={row.average} />
    </span>,
    <span key="terms" title={row.termsNote ?? undefined}>
      {row.terms}
    </span>,
    <span key="status" title={row.reason === null ? undefined : `${row.reason} ${row.code}`}>
      {row.status}
      {row.reason === null ? null : <span className="text-secondary"> · {row.reason}</span>}
    </span>,
    <span
      key="id"
      title={row.clientOrderId === null ? undefined : `Client order ${row.clientOrderId}`}
      className="numeric text-secondary"
    >
      {row.orderId}
    </span>,
  ];
  return <PlainRow columns={historyColumns} cells={cells} activeColumn={activeColumn} />;
});
