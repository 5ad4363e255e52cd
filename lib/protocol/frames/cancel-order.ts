import * as z from 'zod/mini';
import { clientOrderIdField, orderIdField, requestIdField } from '../fields.ts';
import { invalidField } from '../invalid-field.ts';

/** Which order is meant: its number, or what the client called it. */
export type OrderReference =
  | { readonly kind: 'id'; readonly orderId: number }
  | { readonly kind: 'client-id'; readonly clientOrderId: string };

/** The members that name an order; `orderID` is a spelling that clients use. */
export const orderReferenceMembers = {
  order_id: z.optional(orderIdField),
  orderID: z.optional(orderIdField),
  client_order_id: z.optional(clientOrderIdField),
};

/** Cancels an order; answered with `order_update` once that is durable. */
export const cancelOrderFrame = z.object({
  type: z.literal('cancel_order'),
  ...orderReferenceMembers,
  request_id: z.optional(requestIdField),
});

export type CancelOrderFrame = z.output<typeof cancelOrderFrame>;

/** @throws ProtocolError `gateway/invalid-message` when no order is named. */
export function decodeOrderReference(wire: {
  readonly order_id?: number | undefined;
  readonly orderID?: number | undefined;
  readonly client_order_id?: string | undefined;
}): OrderReference {
  const orderId = wire.order_id ?? wire.orderID;
  if (orderId !== undefined) return { kind: 'id', orderId };
  const { client_order_id: clientOrderId } = wire;
  if (clientOrderId !== undefined) return { kind: 'client-id', clientOrderId };
  throw invalidField('order_id', 'expected, or client_order_id');
}
