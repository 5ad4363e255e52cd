import type { Order } from '#lib/domain/order.ts';

/** Open orders of a market, the newest first; legs that wait for one of them are none yet. */
export function ordersOf(
  orders: ReadonlyMap<number, Order> | null,
  symbol: string,
): readonly Order[] {
  return [...(orders?.values() ?? [])]
    .filter((order) => order.symbol === symbol && order.status !== 'pending')
    .sort((one, other) => other.orderId - one.orderId);
}
