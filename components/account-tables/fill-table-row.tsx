import { memo, type ReactNode } from 'react';
import { DecimalNumber } from '#components/ui/decimal-number.tsx';
import type { Fill } from '#lib/domain/fill.ts';
import { deriveFillRow } from './derive-fill-row.ts';
import { describeSettlement } from './describe-settlement.ts';
import { fillColumns } from './history-columns.ts';
import { PlainRow } from './plain-row.tsx';
import { RowHead } from './row-head.tsx';
import { SettlementText } from './settlement-text.tsx';
import { SideText } from './side-text.tsx';

export type FillTableRowProps = { readonly fill: Fill; readonly activeColumn: number | null };

/** One side of a trade. */
export const FillTableRow = memo(function FillTableRow({ fill, activeColumn }: FillTableRowProps) {
  const row = deriveFillRow(fill);
  const { settlement } = fill;
  const stage = settlement === undefined ? null : describeSettlement(settlement).label;
  const cells: readonly ReactNode[] = [
    <RowHead key="time" timestamp={fill.timestampMs} status={stage} {...row} />,
    row.market,
    <SideText key="side" side={row.side} />,
    <DecimalNumber key="price" text={row.price} />,
    <DecimalNumber key="size" text={row.size} />,
    <DecimalNumber key="value" text={row.value} />,
    <span key="fee" title={row.feeNote}>
      <span className="numeric">{row.fee}</span>{' '}
      <span className="text-secondary">{row.feeAsset}</span>
    </span>,
    row.role,
    <SettlementText key="settlement" settlement={settlement} />,
    <span key="order" className="numeric text-secondary">
      {fill.orderId}
    </span>,
    <span key="trade" className="numeric text-secondary">
      {fill.tradeId}
    </span>,
  ];
  return <PlainRow columns={fillColumns} cells={cells} activeColumn={activeColumn} />;
});
