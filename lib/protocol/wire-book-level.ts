import * as z from 'zod/mini';
import type { BookLevel } from '#lib/domain/book-level.ts';
import type { Market } from '#lib/domain/market.ts';
import { countField } from './fields.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

/** What rests at one price; `count` is the number of orders. */
export const wireBookLevel = z.object({
  price: wireNumber,
  size: wireNumber,
  count: countField(),
});

export type WireBookLevel = z.output<typeof wireBookLevel>;

/** A level for the wire, its integers as decimals of the market. */
export function encodeBookLevel(
  level: BookLevel,
  { priceDecimals, sizeDecimals }: Market,
): WireBookLevel {
  return {
    price: toWireNumber(level.priceTicks, priceDecimals),
    size: toWireNumber(level.quantityLots, sizeDecimals),
    count: level.orderCount,
  };
}

/** @throws ProtocolError `gateway/invalid-message` for a decimal finer than the market's. */
export function decodeBookLevel(
  wire: WireBookLevel,
  { priceDecimals, sizeDecimals }: Market,
): BookLevel {
  return {
    priceTicks: fromWireNumber(wire.price, priceDecimals),
    quantityLots: fromWireNumber(wire.size, sizeDecimals),
    orderCount: wire.count,
  };
}
