import { legOf, type Order } from '#lib/domain/order.ts';
import type { SentOrder } from '#lib/trading/trading-state.ts';

/** Whether the tables show this market alone or all of them. */
export type MarketScope = 'this' | 'all';

/** A line of the open orders. */
export type OpenLine =
  | { readonly kind: 'sent'; readonly key: string; readonly sent: SentOrder }
  | {
      readonly kind: 'order';
      readonly key: string;
      readonly order: Order;
      /** Legs wait for it, or it is one: its size is tied to others. */
      readonly isLinked: boolean;
      /** A leg under the order that it waits for. */
      readonly isNested: boolean;
    };

/**
 * Open orders with those that are on their way before them, the newest first; take-profit and stop-loss
 * under the order whose fill they wait for, while that is open.
 */
export function deriveOpenOrders({
  orders,
  sent,
  symbol,
}: {
  readonly orders: ReadonlyMap<number, Order>;
  readonly sent: readonly SentOrder[];
  /** `null` = of all markets. */
  readonly symbol: string | null;
}): readonly OpenLine[] {
  const isShown = (of: string) => symbol === null || of === symbol;
  const live = [...orders.values()];
  const legs = Map.groupBy(
    live.filter(({ parentId }) => parentId !== 0),
    ({ parentId }) => parentId,
  );
  const onTheWay = sent
    .filter(({ request }) => isShown(request.symbol))
    .map((each): OpenLine => ({ kind: 'sent', key: each.clientOrderId, sent: each }))
    .toReversed();
  const open = live
    .filter((order) => isShown(order.symbol) && !orders.has(order.parentId))
    .sort((one, other) => other.createdMs - one.createdMs || other.orderId - one.orderId)
    .flatMap((order) => {
      const own = (legs.get(order.orderId) ?? []).toSorted(takeProfitFirst);
      const isLinked = order.parentId !== 0 || own.length > 0;
      return [
        lineOf(order, { isLinked, isNested: false }),
        ...own.map((leg) => lineOf(leg, { isLinked: true, isNested: true })),
      ];
    });
  return [...onTheWay, ...open];
}

function lineOf(
  order: Order,
  place: { readonly isLinked: boolean; readonly isNested: boolean },
): OpenLine {
  return { kind: 'order', key: String(order.orderId), order, ...place };
}

function takeProfitFirst(one: Order, other: Order): number {
  return Number(legOf(one) === 'stop_loss') - Number(legOf(other) === 'stop_loss');
}
