import { waitsForTrigger } from '#components/chart/chart-marks.ts';
import type { Order } from '#lib/domain/order.ts';
import { MAX_TICKS, type Ticks } from '#lib/domain/quanta.ts';
import type { OrderEdit } from '#lib/trading/edit-order.ts';

/**
 * What changes of an order when its line is put at another price. A line of a trigger takes the
 * order's limit or protection price with it, at the same distance.
 *
 * @param ticks - where the line was put, 1 … MAX_TICKS
 */
export function moveEdit(
  order: Pick<Order, 'orderId' | 'status' | 'triggerTicks' | 'priceTicks'>,
  ticks: Ticks,
): OrderEdit {
  const { orderId, triggerTicks, priceTicks } = order;
  const unchanged = { orderId, quantityLots: 0, triggerTicks: 0 };
  if (!waitsForTrigger(order)) return { ...unchanged, priceTicks: ticks };
  const moved = Math.min(MAX_TICKS, Math.max(1, priceTicks + ticks - triggerTicks));
  return { ...unchanged, triggerTicks: ticks, priceTicks: priceTicks === 0 ? 0 : moved };
}
