import * as z from 'zod/mini';
import type { Market } from '#lib/domain/market.ts';
import type { OrderSignature } from '#lib/domain/order-request.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import { requestIdField } from '../fields.ts';
import { invalidField } from '../invalid-field.ts';
import { decodePrice, decodeSize, wireDecimal } from '../wire-decimal.ts';
import type { WireDecimal } from '../wire-number.ts';
import { decodeSignature, signatureMembers } from '../wire-signature.ts';
import { orderReferenceMembers } from './cancel-order.ts';

/** What of an order is to change. `size` is the new total, what is filled included. */
export const modifyMembers = {
  price: z.nullish(wireDecimal),
  size: z.nullish(wireDecimal),
  stop_price: z.nullish(wireDecimal),
  ...signatureMembers,
};

/**
 * Changes an open order; answered with `order_update` once that is durable. Less size keeps the
 * order's place in the queue and needs no signature; anything else is signed anew, under a new nonce.
 * `newPrice` and `newSize` are spellings that clients use.
 */
export const modifyOrderFrame = z.object({
  type: z.literal('modify_order'),
  ...orderReferenceMembers,
  ...modifyMembers,
  newPrice: z.nullish(wireDecimal),
  newSize: z.nullish(wireDecimal),
  request_id: z.optional(requestIdField),
});

export type ModifyOrderFrame = z.output<typeof modifyOrderFrame>;

/** What is to change; 0 = unchanged. */
export type OrderChange = {
  readonly priceTicks: Ticks;
  readonly quantityLots: Lots;
  readonly triggerTicks: Ticks;
  readonly signed: OrderSignature | null;
};

/** @throws ProtocolError `gateway/invalid-message` for a member in both of its spellings. */
export function modifyMembersOf({ newPrice, newSize, ...frame }: ModifyOrderFrame) {
  if (!isAbsent(frame.price) && !isAbsent(newPrice)) {
    throw invalidField('newPrice', 'expected none beside price');
  }
  if (!isAbsent(frame.size) && !isAbsent(newSize)) {
    throw invalidField('newSize', 'expected none beside size');
  }
  return { ...frame, price: frame.price ?? newPrice, size: frame.size ?? newSize };
}

const members = z.object(modifyMembers);

/** @throws ProtocolError like an order's own price and size. */
export function decodeOrderChange(wire: z.output<typeof members>, market: Market): OrderChange {
  return {
    priceTicks: ticksOf('price', wire.price, market),
    quantityLots: isAbsent(wire.size) ? 0 : decodeSize({ field: 'size', value: wire.size }, market),
    triggerTicks: ticksOf('stop_price', wire.stop_price, market),
    signed: decodeSignature(wire, ''),
  };
}

function ticksOf(
  ...[field, value, market]: [string, WireDecimal | null | undefined, Market]
): Ticks {
  return isAbsent(value) ? 0 : decodePrice({ field, value }, market);
}

function isAbsent<Value>(value: Value | null | undefined): value is null | undefined {
  return value === null || value === undefined;
}
