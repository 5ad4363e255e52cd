import { memo, type ReactNode } from 'react';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import type { SentOrder } from '#lib/trading/trading-state.ts';
import { deriveSentRow } from './derive-order-row.ts';
import { GridCell } from './grid-cell.tsx';
import { orderColumns } from './order-columns.ts';
import { PriceText } from './price-text.tsx';
import { ROW } from './row-class.ts';
import { RowHead } from './row-head.tsx';
import { SideText } from './side-text.tsx';

export type SentOrderRowProps = {
  readonly sent: SentOrder;
  readonly activeColumn: number | null;
};

/** An order that was sent and is not answered: shown as that, never as an open one. */
export const SentOrderRow = memo(function SentOrderRow({ sent, activeColumn }: SentOrderRowProps) {
  const row = deriveSentRow(sent.request, sent.state);
  const cells: readonly ReactNode[] = [
    <RowHead key="time" timestamp={sent.sentMs} side={row.side} market={row.market} />,
    row.market,
    <SideText key="side" side={row.side} />,
    row.type,
    <PriceText key="price" text={row.price} />,
    <DecimalNumber key="size" text={row.size} />,
    row.filled,
    <DecimalNumber key="trigger" text={row.trigger} />,
    row.terms,
    <span
      key="status"
      title={row.statusNote}
      className={sent.state === 'unanswered' ? 'text-warn' : undefined}
    >
      {row.status}
    </span>,
    null,
    null,
  ];
  return (
    <tr className={ROW}>
      {orderColumns.map((column, index) => (
        <GridCell
          key={column.id}
          column={column}
          tabIndex={index === activeColumn ? 0 : -1}
          className="text-secondary"
        >
          {cells[index]}
        </GridCell>
      ))}
    </tr>
  );
});
