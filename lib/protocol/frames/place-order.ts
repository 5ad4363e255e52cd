import * as z from 'zod/mini';
import { requestIdField, timestampField } from '../fields.ts';
import { wireOrderRequest } from '../wire-order-request.ts';

/** Places an order; it is answered with `order_update` once it is durable. */
export const placeOrderFrame = z.object({
  type: z.literal('place_order'),
  order: wireOrderRequest,
  /** When the client sent it, by its own clock: it is told when that is far off. */
  timestamp: z.optional(timestampField),
  request_id: z.optional(requestIdField),
});

export type PlaceOrderFrame = z.output<typeof placeOrderFrame>;

/** Other spellings that clients use. Leaving one unread would place another order than was meant. */
const ALIASES: Readonly<Record<string, keyof PlaceOrderFrame['order']>> = {
  client_id: 'client_order_id',
  clientId: 'client_order_id',
  clientID: 'client_order_id',
  clientOrderId: 'client_order_id',
  timeInForce: 'time_in_force',
  postOnly: 'post_only',
  reduceOnly: 'reduce_only',
  stopPrice: 'stop_price',
  expiresAt: 'expires_at',
  takeProfit: 'take_profit',
  stopLoss: 'stop_loss',
};

function isAlias(name: string): boolean {
  return Object.hasOwn(ALIASES, name);
}

/** A `place_order` as it was sent, the members of its order spelled as they are here. */
export function withKnownSpelling(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('order' in value)) return value;
  const { order } = value;
  if (typeof order !== 'object' || order === null || Array.isArray(order)) return value;
  if (!Object.keys(order).some(isAlias)) return value;
  const spelled = Object.entries(order).map(([name, member]) => {
    const known = isAlias(name) ? ALIASES[name] : undefined;
    const isSaidTwice = known !== undefined && Object.hasOwn(order, known);
    return [isSaidTwice ? name : (known ?? name), member];
  });
  return { ...value, order: Object.fromEntries(spelled) };
}
