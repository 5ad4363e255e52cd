import { memo, type ReactNode } from 'react';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import type { Order } from '#lib/domain/order.ts';
import { deriveHistoryRow } from './derive-history-row.ts';
import { hasReceipt } from './has-receipt.ts';
import { historyColumns } from './history-columns.ts';
import { PlainRow } from './plain-row.tsx';
import { PriceText } from './price-text.tsx';
import { ReceiptButton } from './receipt-button.tsx';
import { RowHead } from './row-head.tsx';
import { SideText } from './side-text.tsx';

export type HistoryRowProps = {
  readonly order: Order;
  readonly activeColumn: number | null;
  readonly onReceipt: (orderId: number) => void;
};

const RECEIPT_COLUMN = historyColumns.findIndex(({ id }) => id === 'receipt');

/** A reason is a sentence: it has two lines of a row. */
const WHY = 'line-clamp-2 whitespace-normal text-11 leading-[14px]';

/** An order that has ended, and how. */
export const HistoryRow = memo(function HistoryRow(props: HistoryRowProps) {
  const { order, activeColumn, onReceipt } = props;
  const isTaken = hasReceipt(order);
  const receiptTab = activeColumn === RECEIPT_COLUMN ? 0 : -1;
  const row = deriveHistoryRow(order);
  const cells: readonly ReactNode[] = [
    <RowHead key="time" timestamp={order.createdMs} {...row} />,
    row.market,
    <SideText key="side" side={row.side} />,
    row.type,
    <span key="price" title={row.priceNote ?? undefined}>
      <PriceText text={row.price} />
    </span>,
    <span key="size" title={row.sizeNote ?? undefined}>
      <DecimalNumber text={row.size} />
    </span>,
    <DecimalNumber key="filled" text={row.filled} />,
    <span key="average" title={row.averageNote ?? undefined}>
      <DecimalNumber text={row.average} />
    </span>,
    <span key="terms" title={row.termsNote ?? undefined}>
      {row.terms}
    </span>,
    <span
      key="status"
      title={row.reason === null ? undefined : `${row.reason} ${row.code}`}
      className={row.reason === null ? undefined : WHY}
    >
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
    isTaken ? (
      <ReceiptButton key="receipt" order={order} tabIndex={receiptTab} onReceipt={onReceipt} />
    ) : null,
  ];
  return (
    <PlainRow
      columns={historyColumns}
      cells={cells}
      activeColumn={activeColumn}
      control={isTaken ? 'receipt' : null}
    />
  );
});
