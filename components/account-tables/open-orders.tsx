'use client';

import { useCallback, useMemo } from 'react';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import type { Order } from '#lib/domain/order.ts';
import type { OrderEdit } from '#lib/trading/edit-order.ts';
import type { SentOrder } from '#lib/trading/trading-state.ts';
import type { AccountActions } from './account-actions.ts';
import { DataGrid } from './data-grid.tsx';
import type { Acting } from './derive-acting.ts';
import { deriveOpenOrders } from './derive-open-orders.ts';
import { OpenOrderRow } from './open-order-row.tsx';
import { ORDERS_MIN_WIDTH, orderColumns } from './order-columns.ts';
import { SentOrderRow } from './sent-order-row.tsx';
import { SkeletonRows } from './skeleton-rows.tsx';
import { usePending } from './use-pending.ts';

export type OpenOrdersProps = {
  /** `null` = not known yet. */
  readonly orders: ReadonlyMap<number, Order> | null;
  readonly sent: readonly SentOrder[];
  /** `null` = of all markets. */
  readonly symbol: string | null;
  readonly acting: Acting;
  readonly actions: Pick<AccountActions, 'cancel' | 'modify'>;
  readonly onShowAll: () => void;
  /** Shows what the operator confirms of an order. */
  readonly onReceipt: (orderId: number) => void;
};

const FRAME = { label: 'Open orders', columns: orderColumns, minWidthClass: ORDERS_MIN_WIDTH };

/** The open orders, to change and cancel in place. */
export function OpenOrders(props: OpenOrdersProps) {
  const { orders, sent, symbol, acting, actions, onShowAll, onReceipt } = props;
  const { actions: pending, during } = usePending();
  const lines = useMemo(
    () => deriveOpenOrders({ orders: orders ?? new Map(), sent, symbol }),
    [orders, sent, symbol],
  );
  const { cancel, modify } = actions;
  const onCancel = useCallback(
    (orderId: number) => void during(orderId, 'canceling', () => cancel(orderId)),
    [during, cancel],
  );
  const onEdit = useCallback(
    (edit: OrderEdit) => void during(edit.orderId, 'changing', () => modify(edit)),
    [during, modify],
  );

  if (orders === null && sent.length === 0) return <SkeletonRows {...FRAME} />;
  if (lines.length === 0) {
    const elsewhere = symbol === null ? 0 : (orders?.size ?? 0);
    return elsewhere === 0 ? (
      <PanelMessage>No open orders. Place one with the ticket.</PanelMessage>
    ) : (
      <PanelMessage action={{ label: 'Show all markets', onPress: onShowAll }}>
        No open orders in this market. {elsewhere} in others.
      </PanelMessage>
    );
  }
  return (
    <DataGrid {...FRAME} rowCount={lines.length} isStale={acting.isStale}>
      {(activeColumn) =>
        lines.map((line, index) =>
          line.kind === 'sent' ? (
            <SentOrderRow key={line.key} sent={line.sent} activeColumn={activeColumn(index)} />
          ) : (
            <OpenOrderRow
              key={line.key}
              order={line.order}
              isLinked={line.isLinked}
              isNested={line.isNested}
              pending={pending.get(line.order.orderId) ?? null}
              obstacle={acting.obstacle}
              activeColumn={activeColumn(index)}
              onCancel={onCancel}
              onEdit={onEdit}
              onReceipt={onReceipt}
            />
          ),
        )
      }
    </DataGrid>
  );
}
