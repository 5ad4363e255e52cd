import * as z from 'zod/mini';
import { ORDER_TYPES, type Order, type OrderStatus } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import {
  clientOrderIdField,
  countField,
  flagField,
  orderIdField,
  symbolField,
  textField,
  timestampField,
} from '../fields.ts';
import { invalidField } from '../invalid-field.ts';
import { isZero, wireDecimal } from '../wire-decimal.ts';
import { wireNumber } from '../wire-number.ts';
import { encodeOrder } from '../wire-order.ts';
import { decodeOrderRequest } from '../wire-order-request.ts';
import { signatureMembers } from '../wire-signature.ts';
import { timeInForceField } from '../wire-time-in-force.ts';

/** Order types of these dialects by their number. */
const typeField = countField(ORDER_TYPES.length - 1);

/** 0 buys, 1 sells. */
const sideField = countField(1);

/** Statuses as these dialects know them. */
const STATUSES = ['open', 'partial', 'filled', 'cancelled', 'rejected'] as const;

export type PlainStatus = (typeof STATUSES)[number];

/**
 * Parameters of `lx_placeOrder`. A stop waits for `stopPrice`; without one, a stop of market type waits
 * for its `price`. Clients without a value of `clientID` or `timeInForce` send null or an empty text.
 */
export const plainOrderParams = z.object({
  symbol: symbolField,
  type: typeField,
  side: sideField,
  price: z.nullish(wireDecimal),
  size: wireDecimal,
  stopPrice: z.nullish(wireDecimal),
  clientID: z.nullish(z.union([z.literal(''), clientOrderIdField])),
  timeInForce: z.nullish(z.union([z.literal(''), timeInForceField])),
  postOnly: z.nullish(flagField),
  reduceOnly: z.nullish(flagField),
  ...signatureMembers,
});

/** @throws ProtocolError like an order of the native dialect. */
export function decodePlainOrder(
  params: z.output<typeof plainOrderParams>,
  { nowMs }: { nowMs: number },
): OrderRequest {
  const { clientID, timeInForce, postOnly, reduceOnly, stopPrice, ...rest } = params;
  const type = ORDER_TYPES[params.type] ?? 'limit';
  const isStop = type === 'stop' || type === 'stop_limit';
  const hasStopPrice = stopPrice !== null && stopPrice !== undefined && !isZero(stopPrice);
  if (type === 'stop_limit' && !hasStopPrice) {
    throw invalidField('stopPrice', 'expected for a stop-limit order');
  }
  const triggersAtPrice = type === 'stop' && !hasStopPrice;
  return decodeOrderRequest(
    {
      ...rest,
      type,
      side: params.side === 0 ? 'buy' : 'sell',
      price: triggersAtPrice ? null : params.price,
      ...(isStop ? { stop_price: triggersAtPrice ? params.price : stopPrice } : {}),
      client_order_id: clientID === '' ? null : clientID,
      time_in_force: timeInForce === '' ? null : timeInForce,
      post_only: postOnly,
      reduce_only: reduceOnly,
    },
    { nowMs },
  );
}

/** Result of `lx_placeOrder`. */
export const plainPlaceResult = z.object({ orderId: countField(), status: z.enum(STATUSES) });

/** Parameters of `lx_cancelOrder` and `lx_getOrder`. */
export const plainOrderIdParams = z.object({ orderId: orderIdField });

/** Result of `lx_cancelOrder`. */
export const plainCancelResult = z.object({ success: flagField, message: textField(256) });

/** Result of `lx_getOrder`. */
export const plainOrder = z.object({
  orderId: countField(),
  symbol: symbolField,
  type: typeField,
  side: sideField,
  price: wireNumber,
  size: wireNumber,
  filled: wireNumber,
  remaining: wireNumber,
  status: z.enum(STATUSES),
  userID: textField(64),
  clientID: textField(64),
  timestamp: timestampField,
  timeInForce: textField(8),
  postOnly: flagField,
  reduceOnly: flagField,
});

export type PlainOrder = z.output<typeof plainOrder>;

/** The same on `/snake/rpc`. */
export const snakeOrder = z.object({
  order_id: countField(),
  symbol: symbolField,
  type: typeField,
  side: sideField,
  price: wireNumber,
  size: wireNumber,
  filled: wireNumber,
  remaining: wireNumber,
  status: z.enum(STATUSES),
  user_id: textField(64),
  client_id: textField(64),
  timestamp: timestampField,
  time_in_force: textField(8),
  post_only: flagField,
  reduce_only: flagField,
});

/**
 * An order as `lx_getOrder` tells it; `userID` is the owner's address, an order without a price has 0.
 *
 * @throws ProtocolError `gateway/unknown-symbol`.
 */
export function encodePlainOrder(order: Order, owner: string): PlainOrder {
  const wire = encodeOrder(order);
  return {
    orderId: order.orderId,
    symbol: order.symbol,
    type: ORDER_TYPES.indexOf(order.type),
    side: order.side === 'buy' ? 0 : 1,
    price: wire.price ?? wire.stop_price ?? 0,
    size: wire.size,
    filled: wire.filled,
    remaining: wire.remaining,
    status: plainStatus(order.status),
    userID: owner,
    clientID: order.clientOrderId ?? '',
    timestamp: order.createdMs,
    timeInForce: order.timeInForce,
    postOnly: order.postOnly,
    reduceOnly: order.reduceOnly,
  };
}

/** The same with exactly the members that clients of `/snake/rpc` take. */
export function snakeOrderOf(order: PlainOrder): z.output<typeof snakeOrder> {
  return {
    order_id: order.orderId,
    symbol: order.symbol,
    type: order.type,
    side: order.side,
    price: order.price,
    size: order.size,
    filled: order.filled,
    remaining: order.remaining,
    status: order.status,
    user_id: order.userID,
    client_id: order.clientID,
    timestamp: order.timestamp,
    time_in_force: order.timeInForce,
    post_only: order.postOnly,
    reduce_only: order.reduceOnly,
  };
}

/** A status as these dialects know it: what waits is open, what expired is canceled. */
export function plainStatus(status: OrderStatus): PlainStatus {
  if (status === 'waiting' || status === 'pending') return 'open';
  return status === 'canceled' || status === 'expired' ? 'cancelled' : status;
}
