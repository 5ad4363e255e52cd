import * as z from 'zod/mini';
import type { Market } from '#lib/domain/market.ts';
import { ORDER_TYPES, type OrderType, type TimeInForce } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { clientOrderIdField, flagField, sideField, symbolField } from './fields.ts';
import { invalidField } from './invalid-field.ts';
import { marketOf } from './market-of.ts';
import { decodePrice, decodeSize, isZero, wireDecimal } from './wire-decimal.ts';
import { decodeLegs, encodeLeg, wireLeg } from './wire-leg.ts';
import { toWireNumber, type WireDecimal } from './wire-number.ts';
import { decodeSignature, encodeSignature, signatureMembers } from './wire-signature.ts';
import { decodeTimeInForce, timeInForceField } from './wire-time-in-force.ts';

/**
 * An order as it is asked for. `price` is the limit, and of market and stop orders a price that they
 * must not trade beyond; `stop_price` what a stop waits for. A bare number as `take_profit` is a limit
 * order there, as `stop_loss` a stop order.
 */
export const wireOrderRequest = z.object(
  {
    symbol: symbolField,
    side: sideField,
    type: z.enum(ORDER_TYPES, { error: `expected one of ${ORDER_TYPES.join(', ')}` }),
    price: z.nullish(wireDecimal),
    size: wireDecimal,
    stop_price: z.nullish(wireDecimal),
    display_size: z.nullish(wireDecimal),
    time_in_force: z.nullish(timeInForceField),
    post_only: z.nullish(flagField),
    reduce_only: z.nullish(flagField),
    client_order_id: z.nullish(clientOrderIdField),
    take_profit: z.nullish(wireLeg),
    stop_loss: z.nullish(wireLeg),
    ...signatureMembers,
  },
  'expected an object',
);

export type WireOrderRequest = z.output<typeof wireOrderRequest>;

export type OrderRequestContext = {
  /** For orders of the day, which end with it (UTC). */
  readonly nowMs: number;
  /** Of the fields' names in errors: `order.` where the order is a member of that name. */
  readonly prefix?: string;
};

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeOrderRequest(request: OrderRequest): WireOrderRequest {
  const market = marketOf(request.symbol);
  const { priceDecimals, sizeDecimals } = market;
  const { takeProfit, stopLoss, expiresMs, clientOrderId } = request;
  return {
    symbol: request.symbol,
    side: request.side,
    type: request.type,
    ...optional('price', request.priceTicks, priceDecimals),
    size: toWireNumber(request.quantityLots, sizeDecimals),
    ...optional('stop_price', request.triggerTicks, priceDecimals),
    ...optional('display_size', request.displayLots, sizeDecimals),
    time_in_force: request.timeInForce,
    ...(request.postOnly ? { post_only: true } : {}),
    ...(request.reduceOnly ? { reduce_only: true } : {}),
    ...(clientOrderId === null ? {} : { client_order_id: clientOrderId }),
    ...(takeProfit === null ? {} : { take_profit: encodeLeg(takeProfit, market) }),
    ...(stopLoss === null ? {} : { stop_loss: encodeLeg(stopLoss, market) }),
    ...(expiresMs === 0 ? {} : { expires_at: expiresMs }),
    ...encodeSignature(request.signed),
  };
}

/**
 * The order that is asked for, in its market's units. What of it contradicts the market's rules the
 * engine tells.
 *
 * @throws ProtocolError `gateway/unknown-symbol`, `gateway/not-available` (perpetuals),
 *   `gateway/invalid-message` naming the field, `order/invalid-tick`, `order/invalid-lot`,
 *   `order/invalid-price`, `order/invalid-quantity`.
 */
export function decodeOrderRequest(
  wire: WireOrderRequest,
  { nowMs, prefix = '' }: OrderRequestContext,
): OrderRequest {
  const market = marketOf(wire.symbol);
  const price = pricesOf(wire, { market, prefix });
  const { timeInForce, expiresMs } = decodeTimeInForce(wire, { nowMs, prefix });
  const { display_size: displaySize } = wire;
  return {
    symbol: market.symbol,
    side: wire.side,
    type: wire.type,
    timeInForce: effectiveTimeInForce(wire.type, timeInForce),
    ...price,
    quantityLots: decodeSize({ field: `${prefix}size`, value: wire.size }, market),
    displayLots: isAbsent(displaySize)
      ? 0
      : decodeSize({ field: `${prefix}display_size`, value: displaySize }, market),
    postOnly: wire.post_only ?? false,
    reduceOnly: wire.reduce_only ?? false,
    expiresMs,
    clientOrderId: wire.client_order_id ?? null,
    ...decodeLegs(wire, { market, prefix }),
    signed: decodeSignature(wire, prefix),
  };
}

/** Market orders fill at once or not; that a client sends its default GTC with them means nothing. */
function effectiveTimeInForce(type: OrderType, asked: TimeInForce): TimeInForce {
  return (type === 'market' || type === 'stop') && asked === 'GTC' ? 'IOC' : asked;
}

function pricesOf(
  { type, price, stop_price: stopPrice }: WireOrderRequest,
  { market, prefix }: { market: Market; prefix: string },
): Pick<OrderRequest, 'priceTicks' | 'triggerTicks'> {
  const isLimit = type === 'limit' || type === 'stop_limit';
  const isStop = type === 'stop' || type === 'stop_limit';
  if (isLimit && isAbsent(price)) throw invalidField(`${prefix}price`, `expected for ${type}`);
  if (isStop && isAbsent(stopPrice)) {
    throw invalidField(`${prefix}stop_price`, `expected for ${type}`);
  }
  if (!isStop && !isNone(stopPrice)) {
    throw invalidField(`${prefix}stop_price`, 'expected with type stop or stop_limit only');
  }
  const ticks = (field: string, value: WireDecimal | null | undefined) =>
    isAbsent(value) ? 0 : decodePrice({ field: `${prefix}${field}`, value }, market);
  return {
    // Clients whose orders always have a price send 0 with a market order.
    priceTicks: !isLimit && isNone(price) ? 0 : ticks('price', price),
    triggerTicks: isStop ? ticks('stop_price', stopPrice) : 0,
  };
}

function isAbsent<Value>(value: Value | null | undefined): value is null | undefined {
  return value === null || value === undefined;
}

function isNone(value: WireDecimal | null | undefined): boolean {
  return isAbsent(value) || isZero(value);
}

function optional<Name extends string>(name: Name, units: number, decimals: number) {
  const value = toWireNumber(units, decimals);
  return units === 0 ? {} : ({ [name]: value } as Record<Name, typeof value>);
}
