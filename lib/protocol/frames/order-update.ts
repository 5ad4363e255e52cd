import * as z from 'zod/mini';
import type { Fill } from '#lib/domain/fill.ts';
import type { Order } from '#lib/domain/order.ts';
import { countField, flagField, textField } from '../fields.ts';
import { decodeFill, encodeFill, wireFill } from '../wire-fill.ts';
import { decodeOrder, encodeOrder, wireOrder } from '../wire-order.ts';
import { envelope } from './envelope.ts';
import { maybeStreamPosition } from './position.ts';

/** What has just happened to an order; `replaced`: its price or size was changed. */
export type OrderEvent =
  | 'submitted'
  | 'partial'
  | 'filled'
  | 'canceled'
  | 'rejected'
  | 'triggered'
  | 'expired'
  | 'replaced';

/** An order after something happened to it. */
export type OrderUpdate = {
  readonly order: Order;
  readonly event: OrderEvent;
  /** Those that this event brought, in order of time. */
  readonly fills: readonly Fill[];
};

const WIRE_EVENTS = [
  'submitted',
  'partial',
  'filled',
  'cancelled',
  'rejected',
  'triggered',
  'expired',
  'replaced',
] as const;

/**
 * `order_update.data`: answers whoever placed, changed or canceled an order, and is pushed on `orders`
 * (then with its place in the stream). `order_id` and `orderId` repeat the order's number for clients
 * that look for it here.
 */
export const wireOrderUpdate = z.object({
  order: wireOrder,
  status: z.enum(WIRE_EVENTS),
  fills: z.optional(z.array(wireFill)),
  reason: z.optional(textField(64)),
  order_id: countField(),
  orderId: countField(),
  success: flagField,
});

export type WireOrderUpdate = z.output<typeof wireOrderUpdate>;

export const orderUpdateFrame = z.object({
  type: z.literal('order_update'),
  data: z.extend(wireOrderUpdate, maybeStreamPosition),
  /** The code and its text, where the exchange refused the order. */
  error: z.optional(textField(64)),
  message: z.optional(textField(1_024)),
  ...envelope,
});

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeOrderUpdate({ order, event, fills }: OrderUpdate): WireOrderUpdate {
  return {
    order: encodeOrder(order),
    status: event === 'canceled' ? 'cancelled' : event,
    ...(fills.length === 0 ? {} : { fills: fills.map(encodeFill) }),
    ...(order.reason === null ? {} : { reason: order.reason }),
    order_id: order.orderId,
    orderId: order.orderId,
    success: event !== 'rejected',
  };
}

/** @throws ProtocolError for a market that is not known, or a finer decimal than it has. */
export function decodeOrderUpdate(wire: WireOrderUpdate): OrderUpdate {
  return {
    order: decodeOrder(wire.order),
    event: wire.status === 'cancelled' ? 'canceled' : wire.status,
    fills: (wire.fills ?? []).map(decodeFill),
  };
}
