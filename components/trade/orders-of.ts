import type { Order } from '#lib/domain/order.ts';

/** Live orders of a market, the newest first. */
export function ordersOf(
  orders: ReadonlyMap<number, Order> | null,
  symbol: string,
): readonly Order[] {
  return [...(orders?.values() ?? [])]
    .filter((order) => order.symbol === symbol)
    .sort((one, other) => other.orderId - one.orderId);
}
