import * as z from 'zod/mini';
import { clientOrderIdField, orderIdField, requestIdField } from '../fields.ts';
import { invalidField } from '../invalid-field.ts';
import { ProtocolError } from '../protocol-error.ts';

/** Which order is meant: its number, or what the client called it. */
export type OrderReference =
  | {
      readonly kind: 'id';
      readonly orderId: number;
      /** What the client called it as well: only that order is meant. */
      readonly clientOrderId?: string;
    }
  | { readonly kind: 'client-id'; readonly clientOrderId: string };

/** The members that name an order; `orderID` and `orderId` are spellings that clients use. */
export const orderReferenceMembers = {
  order_id: z.optional(orderIdField),
  orderID: z.optional(orderIdField),
  orderId: z.optional(orderIdField),
  client_order_id: z.optional(clientOrderIdField),
};

/** Cancels an order; answered with `order_update` once that is durable. */
export const cancelOrderFrame = z.object({
  type: z.literal('cancel_order'),
  ...orderReferenceMembers,
  request_id: z.optional(requestIdField),
});

export type CancelOrderFrame = z.output<typeof cancelOrderFrame>;

/**
 * @throws ProtocolError `gateway/invalid-message` when no order is named, `order/conflicting-ids` when
 *   several spellings of its number are sent and differ.
 */
export function decodeOrderReference(wire: {
  readonly order_id?: number | undefined;
  readonly orderID?: number | undefined;
  readonly orderId?: number | undefined;
  readonly client_order_id?: string | undefined;
}): OrderReference {
  const { order_id: plain, orderID, orderId: camel, client_order_id: clientOrderId } = wire;
  const orderId = plain ?? orderID ?? camel;
  for (const [name, other] of Object.entries({ orderID, orderId: camel })) {
    if (other === undefined || other === orderId) continue;
    const detail = `order_id and ${name} are the same member: leave ${name} out.`;
    throw new ProtocolError('order/conflicting-ids', { facts: { leave_out: name }, detail });
  }
  if (orderId !== undefined) {
    return { kind: 'id', orderId, ...(clientOrderId === undefined ? {} : { clientOrderId }) };
  }
  if (clientOrderId !== undefined) return { kind: 'client-id', clientOrderId };
  throw invalidField('order_id', 'expected, or client_order_id');
}

/**
 * Holds that the two names of an order that a client sent are names of the same one.
 *
 * @param calledBefore - what the client called the order of that number; `null` = nothing
 * @throws ProtocolError `order/conflicting-ids`, saying which to leave out.
 */
export function requireSameOrder(reference: OrderReference, calledBefore: string | null): void {
  const { clientOrderId } = reference;
  if (clientOrderId === undefined || clientOrderId === calledBefore) return;
  const facts = { leave_out: 'client_order_id' };
  const detail = 'To mean the order of this number leave out client_order_id, else the number.';
  throw new ProtocolError('order/conflicting-ids', { facts, detail });
}
