import * as z from 'zod/mini';
import type { Market } from '#lib/domain/market.ts';
import type { LegRequest, OrderRequest } from '#lib/domain/order-request.ts';
import { ExactNumber } from './exact-number.ts';
import { invalidField } from './invalid-field.ts';
import { decodePrice, wireDecimal } from './wire-decimal.ts';
import { toWireNumber } from './wire-number.ts';
import { decodeSignature, encodeSignature, signatureMembers } from './wire-signature.ts';

const legMembers = z.object({
  /** Of a stop-loss that has a price: whether that is its limit, or what it must not trade beyond. */
  type: z.nullish(z.enum(['limit', 'stop', 'stop_limit'])),
  price: z.nullish(wireDecimal),
  stop_price: z.nullish(wireDecimal),
  ...signatureMembers,
});

/**
 * A take-profit or a stop-loss: a price, or its members. It is an order of its own, which is signed
 * like one.
 */
export const wireLeg = z.union([wireDecimal, legMembers], {
  error: 'expected a price, or an object with price or stop_price',
});

export type WireLeg = z.output<typeof wireLeg>;

type LegContext = { readonly market: Market; readonly field: string };

/** A leg for the wire. */
export function encodeLeg(leg: LegRequest, { priceDecimals }: Market): WireLeg {
  const { type, priceTicks, triggerTicks, signed } = leg;
  return {
    type,
    ...(priceTicks === 0 ? {} : { price: toWireNumber(priceTicks, priceDecimals) }),
    ...(triggerTicks === 0 ? {} : { stop_price: toWireNumber(triggerTicks, priceDecimals) }),
    ...encodeSignature(signed),
  };
}

/**
 * The legs of an order.
 *
 * @throws ProtocolError `gateway/invalid-message` naming the field, `order/invalid-tick`,
 *   `order/invalid-price`.
 */
export function decodeLegs(
  wire: { take_profit?: WireLeg | null | undefined; stop_loss?: WireLeg | null | undefined },
  { market, prefix }: { market: Market; prefix: string },
): Pick<OrderRequest, 'takeProfit' | 'stopLoss'> {
  const { take_profit: takeProfit, stop_loss: stopLoss } = wire;
  return {
    takeProfit:
      takeProfit === null || takeProfit === undefined
        ? null
        : decodeTakeProfit(takeProfit, { market, field: `${prefix}take_profit` }),
    stopLoss:
      stopLoss === null || stopLoss === undefined
        ? null
        : decodeStopLoss(stopLoss, { market, field: `${prefix}stop_loss` }),
  };
}

function decodeTakeProfit(wire: WireLeg, { market, field }: LegContext): LegRequest {
  if (!isMembers(wire)) {
    const priceTicks = decodePrice({ field, value: wire }, market);
    return { type: 'limit', priceTicks, triggerTicks: 0, signed: null };
  }
  const { price, stop_price: stopPrice, type } = wire;
  if (isAbsent(price)) throw invalidField(`${field}.price`, 'expected: a take-profit is a limit');
  if (!isAbsent(stopPrice) || (!isAbsent(type) && type !== 'limit')) {
    throw invalidField(`${field}.stop_price`, 'expected none: a take-profit is a limit order');
  }
  return {
    type: 'limit',
    priceTicks: decodePrice({ field: `${field}.price`, value: price }, market),
    triggerTicks: 0,
    signed: decodeSignature(wire, `${field}.`),
  };
}

function decodeStopLoss(wire: WireLeg, { market, field }: LegContext): LegRequest {
  if (!isMembers(wire)) {
    const triggerTicks = decodePrice({ field, value: wire }, market);
    return { type: 'stop', priceTicks: 0, triggerTicks, signed: null };
  }
  const { price, stop_price: stopPrice, type: asked } = wire;
  if (isAbsent(stopPrice)) {
    throw invalidField(`${field}.stop_price`, 'expected: a stop-loss is a stop order');
  }
  const type = asked ?? (isAbsent(price) ? 'stop' : 'stop_limit');
  if (type === 'limit') throw invalidField(`${field}.type`, 'expected stop or stop_limit');
  if (type === 'stop_limit' && isAbsent(price)) {
    throw invalidField(`${field}.price`, 'expected for stop_limit');
  }
  return {
    type,
    priceTicks: isAbsent(price)
      ? 0
      : decodePrice({ field: `${field}.price`, value: price }, market),
    triggerTicks: decodePrice({ field: `${field}.stop_price`, value: stopPrice }, market),
    signed: decodeSignature(wire, `${field}.`),
  };
}

function isMembers(wire: WireLeg): wire is z.output<typeof legMembers> {
  return typeof wire === 'object' && !(wire instanceof ExactNumber);
}

function isAbsent<Value>(value: Value | null | undefined): value is null | undefined {
  return value === null || value === undefined;
}
