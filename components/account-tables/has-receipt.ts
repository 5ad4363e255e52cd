import type { Order } from '#lib/domain/order.ts';

/** Whether the exchange took an order, so that there is something to confirm. */
export function hasReceipt({ orderId, status }: Pick<Order, 'orderId' | 'status'>): boolean {
  return orderId !== 0 && status !== 'rejected';
}
