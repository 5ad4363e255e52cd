import * as z from 'zod/mini';
import type { Market } from '#lib/domain/market.ts';
import {
  legOf,
  ORDER_TYPES,
  type Order,
  type OrderStatus,
  TIMES_IN_FORCE,
} from '#lib/domain/order.ts';
import {
  clientOrderIdField,
  countField,
  flagField,
  sideField,
  symbolField,
  textField,
  timestampField,
} from './fields.ts';
import { marketOf } from './market-of.ts';
import { QUOTE_DECIMALS } from './quote-decimals.ts';
import { fromWireNumber, toWireNumber, type WireNumber, wireNumber } from './wire-number.ts';

/** Decimals that an average price has beyond those of its market. */
const AVERAGE_DECIMALS = 4;

/** Statuses as they are written on the wire. */
const WIRE_STATUSES = [
  'pending',
  'waiting',
  'open',
  'partial',
  'filled',
  'cancelled',
  'expired',
  'rejected',
] as const;

export type WireOrderStatus = (typeof WIRE_STATUSES)[number];

/**
 * An order as its owner sees it. `price` is the limit, of a market order the price that it does not
 * trade beyond (`null`: none), `filled_value` the exact notional of its fills in the quote asset and
 * `average_price` the same per unit, rounded. `expires_at` is `null` for never. A take-profit or
 * stop-loss tells its parent and which of both it is (`leg`), and is `pending` until that is done;
 * `linked_order_id` is the other one of a pair that ends together. `display_size` is how much of an
 * iceberg the book shows at a time (`null`: all).
 */
export const wireOrder = z.object({
  order_id: countField(),
  client_order_id: z.nullable(clientOrderIdField),
  symbol: symbolField,
  side: sideField,
  type: z.enum(ORDER_TYPES),
  time_in_force: z.enum(TIMES_IN_FORCE),
  post_only: flagField,
  reduce_only: flagField,
  price: z.nullable(wireNumber),
  stop_price: z.nullable(wireNumber),
  size: wireNumber,
  filled: wireNumber,
  remaining: wireNumber,
  filled_value: wireNumber,
  average_price: z.nullable(wireNumber),
  status: z.enum(WIRE_STATUSES),
  reason: z.nullable(textField(64)),
  parent_id: z.nullable(countField()),
  leg: z.optional(z.nullable(z.enum(['take_profit', 'stop_loss']))),
  linked_order_id: z.optional(z.nullable(countField())),
  display_size: z.optional(z.nullable(wireNumber)),
  expires_at: z.nullable(timestampField),
  created_at: timestampField,
  updated_at: timestampField,
});

export type WireOrder = z.output<typeof wireOrder>;

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeOrder(order: Order): WireOrder {
  const market = marketOf(order.symbol);
  const price = (ticks: number) => (ticks === 0 ? null : toWireNumber(ticks, market.priceDecimals));
  const size = (lots: number) => toWireNumber(lots, market.sizeDecimals);
  return {
    order_id: order.orderId,
    client_order_id: order.clientOrderId,
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    time_in_force: order.timeInForce,
    post_only: order.postOnly,
    reduce_only: order.reduceOnly,
    price: price(order.priceTicks),
    stop_price: price(order.triggerTicks),
    size: size(order.quantityLots),
    filled: size(order.filledLots),
    remaining: size(order.quantityLots - order.filledLots),
    filled_value: toWireNumber(order.filledQuanta, QUOTE_DECIMALS),
    average_price: averagePrice(order, market),
    status: encodeOrderStatus(order.status),
    reason: order.reason,
    parent_id: order.parentId === 0 ? null : order.parentId,
    leg: legOf(order),
    linked_order_id: order.siblingId ?? null,
    display_size: order.displayLots === undefined ? null : size(order.displayLots),
    expires_at: order.expiresMs === 0 ? null : order.expiresMs,
    created_at: order.createdMs,
    updated_at: order.updatedMs,
  };
}

/** @throws ProtocolError `gateway/unknown-symbol`, or `gateway/invalid-message` for a finer decimal. */
export function decodeOrder(wire: WireOrder): Order {
  const { symbol, priceDecimals, sizeDecimals } = marketOf(wire.symbol);
  const { linked_order_id: siblingId, display_size: display } = wire;
  const ticks = (price: WireNumber | null) =>
    price === null ? 0 : fromWireNumber(price, priceDecimals);
  return {
    orderId: wire.order_id,
    clientOrderId: wire.client_order_id,
    symbol,
    side: wire.side,
    type: wire.type,
    timeInForce: wire.time_in_force,
    postOnly: wire.post_only,
    reduceOnly: wire.reduce_only,
    priceTicks: ticks(wire.price),
    quantityLots: fromWireNumber(wire.size, sizeDecimals),
    ...(display === null || display === undefined
      ? {}
      : { displayLots: fromWireNumber(display, sizeDecimals) }),
    filledLots: fromWireNumber(wire.filled, sizeDecimals),
    filledQuanta: fromWireNumber(wire.filled_value, QUOTE_DECIMALS),
    triggerTicks: ticks(wire.stop_price),
    status: decodeOrderStatus(wire.status),
    reason: wire.reason,
    parentId: wire.parent_id ?? 0,
    ...(siblingId === null || siblingId === undefined ? {} : { siblingId }),
    expiresMs: wire.expires_at ?? 0,
    createdMs: wire.created_at,
    updatedMs: wire.updated_at,
  };
}

/** A status in the spelling of the wire. */
function encodeOrderStatus(status: OrderStatus): WireOrderStatus {
  return status === 'canceled' ? 'cancelled' : status;
}

/** A status of the wire in the spelling of the code. */
function decodeOrderStatus(status: WireOrderStatus): OrderStatus {
  return status === 'cancelled' ? 'canceled' : status;
}

/**
 * The mean price of an order's fills, rounded to the nearest; `null` before its first one.
 */
function averagePrice(
  { filledLots, filledQuanta }: Pick<Order, 'filledLots' | 'filledQuanta'>,
  market: Market,
): WireNumber | null {
  if (filledLots === 0) return null;
  const divisor = BigInt(filledLots) * BigInt(market.k);
  const scaled = BigInt(filledQuanta) * 10n ** BigInt(AVERAGE_DECIMALS);
  const rounded = (scaled * 2n + divisor) / (divisor * 2n);
  return toWireNumber(Number(rounded), market.priceDecimals + AVERAGE_DECIMALS);
}
