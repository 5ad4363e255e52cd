'use client';

import { memo, type ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import { findMarket } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import type { OrderEdit } from '#lib/trading/edit-order.ts';
import { describeOrder } from '#lib/trading/tell-order.ts';
import { deriveEdit, type EditField, editObstacle, editText } from './derive-edit.ts';
import { deriveOrderRow, type OrderRow } from './derive-order-row.ts';
import { EditableValue } from './editable-value.tsx';
import { GridCell } from './grid-cell.tsx';
import { orderColumns } from './order-columns.ts';
import { PriceText } from './price-text.tsx';
import { ReceiptButton } from './receipt-button.tsx';
import { ROW } from './row-class.ts';
import { RowHead } from './row-head.tsx';
import { SideText } from './side-text.tsx';
import type { PendingAction } from './use-pending.ts';

export type OpenOrderRowProps = {
  readonly order: Order;
  readonly isLinked: boolean;
  /** It stands under the order whose fill it waits for. */
  readonly isNested: boolean;
  readonly pending: PendingAction | null;
  /** Why nothing can be changed now; `null` = it can. */
  readonly obstacle: string | null;
  readonly activeColumn: number | null;
  readonly onCancel: (orderId: number) => void;
  readonly onEdit: (edit: OrderEdit) => void;
  readonly onReceipt: (orderId: number) => void;
};

const FIELDS: ReadonlyMap<string, EditField> = new Map([
  ['price', 'price'],
  ['size', 'size'],
  ['trigger', 'trigger'],
]);
const PENDING_TEXTS = { canceling: 'Canceling…', changing: 'Changing…' } as const;

/** One open order. It renders again when something happens to it, and not when to another. */
export const OpenOrderRow = memo(function OpenOrderRow(props: OpenOrderRowProps) {
  const { order, isNested, pending, obstacle, activeColumn, onCancel, onReceipt } = props;
  const row = deriveOrderRow(order);
  const tab = (column: number) => (column === activeColumn ? 0 : -1);
  const cannot = obstacle ?? (pending === null ? null : 'Waiting for the exchange to answer.');
  const field = (name: EditField, text: string, column: number) => (
    <OrderField {...props} name={name} text={text} cannot={cannot} tabIndex={tab(column)} />
  );
  const hasControl = (id: string) => {
    const name = FIELDS.get(id);
    if (name === undefined) return id === 'receipt' || id === 'cancel';
    return editObstacle(order, { ...props, field: name }) === null;
  };

  const cells: readonly ReactNode[] = [
    <RowHead key="time" {...row} timestamp={order.createdMs} isNested={isNested} />,
    row.market,
    <SideText key="side" side={row.side} />,
    row.type,
    field('price', row.price, 4),
    field('size', row.size, 5),
    <DecimalNumber key="filled" text={row.filled} />,
    field('trigger', row.trigger, 7),
    <span key="terms" title={row.termsNote ?? undefined}>
      {row.terms}
    </span>,
    pending === null ? row.status : PENDING_TEXTS[pending],
    <ReceiptButton key="receipt" order={order} tabIndex={tab(10)} onReceipt={onReceipt} />,
    <Button
      key="cancel"
      size="small"
      variant="quiet"
      tabIndex={tab(11)}
      className="aria-disabled:cursor-not-allowed aria-disabled:text-faint"
      aria-label={`Cancel ${describeOrder(order)}`}
      aria-disabled={cannot !== null}
      title={cannot ?? undefined}
      onClick={() => {
        if (cannot === null) onCancel(order.orderId);
      }}
    >
      Cancel
    </Button>,
  ];

  return (
    <tr className={ROW} data-pending={pending ?? undefined}>
      {orderColumns.map((column, index) => (
        <GridCell
          key={column.id}
          column={column}
          tabIndex={tab(index)}
          hasControl={hasControl(column.id)}
          className="group-data-pending:text-faint"
        >
          {cells[index]}
        </GridCell>
      ))}
    </tr>
  );
});

type OrderFieldProps = OpenOrderRowProps & {
  readonly name: EditField;
  readonly text: string;
  readonly cannot: string | null;
  readonly tabIndex: number;
};

/** A value of the order: a field to be where it can be changed at all. */
function OrderField(props: OrderFieldProps) {
  const { order, isLinked, name, text, cannot, tabIndex, onEdit } = props;
  const market = findMarket(order.symbol);
  const fixed = editObstacle(order, { field: name, isLinked });
  const note = noteOf(name, deriveOrderRow(order)) ?? fixed;
  if (market === undefined || fixed !== null) {
    return (
      <span title={note ?? undefined}>
        <PriceText text={text} />
      </span>
    );
  }
  return (
    <EditableValue
      label={`${name} of ${describeOrder(order)}`}
      text={text}
      editText={editText(order, { field: name, market })}
      tabIndex={tabIndex}
      obstacle={cannot}
      onSave={(typed) => {
        const read = deriveEdit(order, { field: name, text: typed, market });
        if (read.kind === 'edit') onEdit(read.edit);
        return read.kind === 'problem' ? read.text : null;
      }}
    />
  );
}

function noteOf(field: EditField, { priceNote, sizeNote }: OrderRow): string | null {
  if (field === 'size') return sizeNote;
  return field === 'price' ? priceNote : null;
}
