'use client';

import { useMemo } from 'react';
import { PanelMessage } from '#components/ui/panel-message.tsx';
import type { Order } from '#lib/domain/order.ts';
import { fetchOrderHistory } from '#lib/queries/fetch-history.ts';
import type { AccountSource } from './account-source.ts';
import { DataGrid } from './data-grid.tsx';
import { HISTORY_MIN_WIDTH, historyColumns } from './history-columns.ts';
import { HistoryFooter } from './history-footer.tsx';
import { HistoryRow } from './history-row.tsx';
import { mergeOrders, orderKey } from './merge-history.ts';
import { SkeletonRows } from './skeleton-rows.tsx';
import { useHistoryPages } from './use-history-pages.ts';

export type OrderHistoryProps = {
  readonly source: AccountSource;
  /** Orders that ended while the page was open. */
  readonly live: readonly Order[];
  /** `null` = of all markets. */
  readonly symbol: string | null;
  readonly isStale: boolean;
  /** Shows what the operator confirms of an order. */
  readonly onReceipt: (orderId: number) => void;
};

const FRAME = {
  label: 'Order history',
  columns: historyColumns,
  minWidthClass: HISTORY_MIN_WIDTH,
};

/** Every order that has ended: the newest as they end, older ones page by page. */
export function OrderHistory(props: OrderHistoryProps) {
  const { source, live, symbol, isStale, onReceipt } = props;
  const history = useHistoryPages({
    ...source,
    list: 'orders',
    symbol,
    fetchPage: fetchOrderHistory,
  });
  const { pages, isLoading, failure, retry } = history;
  const rows = useMemo(() => mergeOrders({ live, pages, symbol }), [live, pages, symbol]);

  if (rows.length === 0 && failure !== null) {
    return (
      <PanelMessage code={failure.code} action={{ label: 'Try again', onPress: retry }}>
        {failure.message} Open orders are not affected.
      </PanelMessage>
    );
  }
  if (rows.length === 0 && isLoading) return <SkeletonRows {...FRAME} />;
  if (rows.length === 0) {
    return <PanelMessage>No orders yet. What becomes of yours is kept here.</PanelMessage>;
  }
  return (
    <DataGrid
      {...FRAME}
      rowCount={rows.length}
      isStale={isStale}
      footer={<HistoryFooter history={history} />}
    >
      {(activeColumn) =>
        rows.map((order, index) => (
          <HistoryRow
            key={orderKey(order)}
            order={order}
            activeColumn={activeColumn(index)}
            onReceipt={onReceipt}
          />
        ))
      }
    </DataGrid>
  );
}
