import * as z from 'zod/mini';
import type { Order } from '#lib/domain/order.ts';
import { symbolField } from '../fields.ts';
import { modifyMembers } from '../frames/modify-order.ts';
import { decodeOrderUpdate, type OrderUpdate, wireOrderUpdate } from '../frames/order-update.ts';
import { validate } from '../validate.ts';
import { decodeOrder, wireOrder } from '../wire-order.ts';
import { asOf } from './as-of.ts';
import { marketPageQuery, type Page, pageMembers } from './page.ts';

/** Query of `GET /v1/orders`: open ones (unless another status is asked for), the newest first. */
export const ordersQuery = z.object({
  status: z._default(
    z.enum(['open', 'closed', 'all'], { error: 'expected open, closed or all' }),
    'open',
  ),
  ...marketPageQuery,
});

export const ordersResponse = z.object({
  orders: z.array(wireOrder),
  ...pageMembers,
  ...asOf,
});

/** Answer of `GET /v1/orders/{id}`. */
export const orderResponse = z.object({ order: wireOrder, ...asOf });

/** Answer of `POST /v1/orders`, and of `PATCH` and `DELETE /v1/orders/{id}`. */
export const orderUpdateResponse = z.extend(wireOrderUpdate, asOf);

/** Body of `PATCH /v1/orders/{id}`. */
export const modifyOrderRequest = z.object(modifyMembers);

/** Query of `DELETE /v1/orders`: without a symbol, of all markets. */
export const cancelAllQuery = z.object({ symbol: z.optional(symbolField) });

/** Answer of `DELETE /v1/orders`: the orders that were canceled. */
export const canceledOrdersResponse = z.object({ orders: z.array(wireOrder), ...asOf });

/** @throws ProtocolError when the answer does not have its form. */
export function decodeOrdersResponse(value: unknown): Page<Order> {
  const { orders, next_cursor: nextCursor, seq } = validate(ordersResponse, value);
  return { rows: orders.map(decodeOrder), nextCursor, seq };
}

/** @throws ProtocolError when the answer does not have its form. */
export function decodeOrderResponse(value: unknown): {
  readonly order: Order;
  readonly seq: number;
} {
  const { order, seq } = validate(orderResponse, value);
  return { order: decodeOrder(order), seq };
}

/** @throws ProtocolError when the answer does not have its form. */
export function decodeOrderUpdateResponse(value: unknown): {
  readonly update: OrderUpdate;
  readonly seq: number;
} {
  const { seq, ...update } = validate(orderUpdateResponse, value);
  return { update: decodeOrderUpdate(update), seq };
}
