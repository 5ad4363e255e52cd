import { useCallback, useEffect } from 'react';
import { useStore } from 'zustand';
import type { ChartMarksStore, MovedOrder } from '#components/chart/chart-marks.ts';
import type { Order } from '#lib/domain/order.ts';
import type { OrderEdit } from '#lib/trading/edit-order.ts';
import { moveEdit } from './move-edit.ts';
import { oneClickStore } from './one-click-store.ts';
import { useTradingSession } from './trading-provider.tsx';

export type MovedOrderReview = {
  /** An order that was put at another price, and what would change; `null` = none was. */
  readonly moved: { readonly order: Order; readonly edit: OrderEdit } | null;
  readonly confirm: () => void;
  readonly drop: () => void;
};

/** What becomes of an order whose line was moved on the chart: it is asked for, or done at once. */
export function useMovedOrder(marks: ChartMarksStore): MovedOrderReview {
  const session = useTradingSession();
  const place = useStore(marks, (state) => state.moved);
  const order = useStore(marks, ({ orders, moved }) =>
    orders.find(({ orderId }) => orderId === moved?.orderId),
  );
  const drop = useCallback(() => marks.setState({ moved: null }), [marks]);
  const change = useCallback(
    async ({ orderId, ticks }: MovedOrder) => {
      const changed = marks.getState().orders.find((each) => each.orderId === orderId);
      if (changed !== undefined) await session?.modify(moveEdit(changed, ticks));
      drop();
    },
    [session, marks, drop],
  );

  useEffect(() => {
    const onMove = (moved: MovedOrder) => {
      marks.setState({ moved });
      if (oneClickStore.getState().on) void change(moved);
    };
    marks.setState({ onMove });
  }, [marks, change]);

  const asked = useStore(oneClickStore, (state) => !state.on);
  const known = asked && place !== null && order !== undefined;
  return {
    moved: known ? { order, edit: moveEdit(order, place.ticks) } : null,
    confirm: () => {
      if (place !== null) void change(place);
    },
    drop,
  };
}
