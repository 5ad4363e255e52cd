import type { Order } from '#lib/domain/order.ts';
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
    };

/** Open orders with those that are on their way before them, the newest first. */
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
  const parents = new Set(live.map(({ parentId }) => parentId));
  const onTheWay = sent
    .filter(({ request }) => isShown(request.symbol))
    .map((each): OpenLine => ({ kind: 'sent', key: each.clientOrderId, sent: each }))
    .toReversed();
  const open = live
    .filter((order) => isShown(order.symbol))
    .sort((one, other) => other.createdMs - one.createdMs || other.orderId - one.orderId)
    .map(
      (order): OpenLine => ({
        kind: 'order',
        key: String(order.orderId),
        order,
        isLinked: order.parentId !== 0 || parents.has(order.orderId),
      }),
    );
  return [...onTheWay, ...open];
}
