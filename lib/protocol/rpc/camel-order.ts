import * as z from 'zod/mini';
import {
  legOf,
  ORDER_TYPES,
  type Order,
  type OrderStatus,
  TIMES_IN_FORCE,
} from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import {
  clientOrderIdField,
  flagField,
  orderIdField,
  sideField,
  symbolField,
  textField,
  timestampField,
} from '../fields.ts';
import { wireDecimal } from '../wire-decimal.ts';
import { wireLeg } from '../wire-leg.ts';
import { wireNumber } from '../wire-number.ts';
import { encodeOrder } from '../wire-order.ts';
import { decodeOrderRequest } from '../wire-order-request.ts';
import { signatureMembers } from '../wire-signature.ts';
import { timeInForceField } from '../wire-time-in-force.ts';

/** Parameters of `placeOrder`. */
export const camelOrderParams = z.object({
  symbol: symbolField,
  side: sideField,
  type: z.enum(ORDER_TYPES, { error: `expected one of ${ORDER_TYPES.join(', ')}` }),
  price: z.nullish(wireDecimal),
  size: wireDecimal,
  stopPrice: z.nullish(wireDecimal),
  timeInForce: z.nullish(timeInForceField),
  clientOrderId: z.nullish(clientOrderIdField),
  reduceOnly: z.nullish(flagField),
  postOnly: z.nullish(flagField),
  takeProfit: z.nullish(wireLeg),
  stopLoss: z.nullish(wireLeg),
  ...signatureMembers,
});

/** @throws ProtocolError like an order of the native dialect. */
export function decodeCamelOrder(
  params: z.output<typeof camelOrderParams>,
  { nowMs }: { nowMs: number },
): OrderRequest {
  const { stopPrice, timeInForce, clientOrderId, reduceOnly, postOnly, takeProfit, stopLoss } =
    params;
  return decodeOrderRequest(
    {
      ...params,
      stop_price: stopPrice,
      time_in_force: timeInForce,
      client_order_id: clientOrderId,
      reduce_only: reduceOnly,
      post_only: postOnly,
      take_profit: takeProfit,
      stop_loss: stopLoss,
    },
    { nowMs },
  );
}

/** Parameters of `cancelOrder` and `getOrder`. */
export const camelOrderIdParams = z.object({
  orderId: z.optional(orderIdField),
  clientOrderId: z.optional(clientOrderIdField),
});

/** Parameters of `getOrders`: open ones, of one market or of all. */
export const camelOrdersParams = z.object({ symbol: z.optional(symbolField) });

const STATUSES = ['pending', 'open', 'partial', 'filled', 'cancelled', 'rejected'] as const;

/** An order in the camelCase methods; `price` is 0 where it has none, `reason` says why it ended. */
export const camelOrder = z.object({
  orderId: textField(20),
  clientOrderId: z.optional(textField(64)),
  symbol: symbolField,
  side: sideField,
  type: z.enum(ORDER_TYPES),
  price: wireNumber,
  stopPrice: z.optional(wireNumber),
  size: wireNumber,
  filledSize: wireNumber,
  remainingSize: wireNumber,
  averagePrice: z.optional(wireNumber),
  status: z.enum(STATUSES),
  reason: z.optional(textField(64)),
  /** Of a take-profit or stop-loss. */
  parentOrderId: z.optional(textField(20)),
  leg: z.optional(z.enum(['take_profit', 'stop_loss'])),
  timeInForce: z.enum(TIMES_IN_FORCE),
  postOnly: flagField,
  reduceOnly: flagField,
  createdAt: timestampField,
  updatedAt: timestampField,
});

export type CamelOrder = z.output<typeof camelOrder>;

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeCamelOrder(order: Order): CamelOrder {
  const wire = encodeOrder(order);
  const leg = legOf(order);
  return {
    orderId: String(order.orderId),
    ...(order.clientOrderId === null ? {} : { clientOrderId: order.clientOrderId }),
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    price: wire.price ?? 0,
    ...(wire.stop_price === null ? {} : { stopPrice: wire.stop_price }),
    size: wire.size,
    filledSize: wire.filled,
    remainingSize: wire.remaining,
    ...(wire.average_price === null ? {} : { averagePrice: wire.average_price }),
    status: camelStatus(order.status),
    ...(order.reason === null ? {} : { reason: order.reason }),
    ...(leg === null ? {} : { parentOrderId: String(order.parentId), leg }),
    timeInForce: order.timeInForce,
    postOnly: order.postOnly,
    reduceOnly: order.reduceOnly,
    createdAt: order.createdMs,
    updatedAt: order.updatedMs,
  };
}

function camelStatus(status: OrderStatus): CamelOrder['status'] {
  if (status === 'waiting' || status === 'pending') return 'pending';
  return status === 'canceled' || status === 'expired' ? 'cancelled' : status;
}
