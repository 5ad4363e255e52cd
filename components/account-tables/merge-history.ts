import type { Fill } from '#lib/domain/fill.ts';
import type { Order } from '#lib/domain/order.ts';

type Merge<Row> = {
  /** What the page was told while it was open. */
  readonly live: readonly Row[];
  /** What was read, page after page. */
  readonly pages: readonly (readonly Row[])[];
  /** `null` = of all markets. */
  readonly symbol: string | null;
};

/** Orders that have ended, each once, the newest first. What was told last is the truth of an order. */
export function mergeOrders({ live, pages, symbol }: Merge<Order>): readonly Order[] {
  const byKey = new Map<string, Order>();
  for (const order of [...pages.flat(), ...live]) {
    if (symbol !== null && order.symbol !== symbol) continue;
    const key = orderKey(order);
    const known = byKey.get(key);
    if (known === undefined || known.updatedMs <= order.updatedMs) byKey.set(key, order);
  }
  return [...byKey.values()].sort(
    (one, other) => other.createdMs - one.createdMs || other.orderId - one.orderId,
  );
}

/** Fills, each once, the newest first. The stream tells how far they are; what was read does not change. */
export function mergeFills({ live, pages, symbol }: Merge<Fill>): readonly Fill[] {
  const byKey = new Map<string, Fill>();
  for (const fill of [...pages.flat(), ...live]) {
    if (symbol === null || fill.symbol === symbol) byKey.set(fillKey(fill), fill);
  }
  return [...byKey.values()].sort((one, other) => other.tradeId - one.tradeId);
}

/** Tells orders apart; one that was refused may have no number of its own. */
export function orderKey({ orderId, clientOrderId }: Order): string {
  return orderId === 0 ? `client ${clientOrderId}` : String(orderId);
}

/** Tells fills apart. */
export function fillKey({ tradeId, orderId }: Fill): string {
  return `${tradeId} ${orderId}`;
}
