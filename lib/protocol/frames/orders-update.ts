import * as z from 'zod/mini';
import type { Order } from '#lib/domain/order.ts';
import { timestampField } from '../fields.ts';
import { decodeOrder, encodeOrder, wireOrder } from '../wire-order.ts';
import { envelope } from './envelope.ts';
import { maybeStreamPosition } from './position.ts';

/** Several orders at once. */
export type OrdersUpdate = {
  readonly orders: readonly Order[];
  /** When the dead-man switch will cancel everything, milliseconds; `null` = it is not armed. */
  readonly cancelAtMs: number | null;
};

/**
 * `orders_update.data`: the open orders, as the snapshot of `orders` and the answer to `get_orders`;
 * or the orders that `cancel_all` has canceled.
 */
const wireOrdersUpdate = z.object({
  orders: z.array(wireOrder),
  cancel_at: z.nullable(timestampField),
});

export type WireOrdersUpdate = z.output<typeof wireOrdersUpdate>;

export const ordersUpdateFrame = z.object({
  type: z.literal('orders_update'),
  data: z.extend(wireOrdersUpdate, maybeStreamPosition),
  ...envelope,
});

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeOrdersUpdate({ orders, cancelAtMs }: OrdersUpdate): WireOrdersUpdate {
  return { orders: orders.map(encodeOrder), cancel_at: cancelAtMs };
}

/** @throws ProtocolError for a market that is not known, or a finer decimal than it has. */
export function decodeOrdersUpdate(wire: WireOrdersUpdate): OrdersUpdate {
  return { orders: wire.orders.map(decodeOrder), cancelAtMs: wire.cancel_at };
}
