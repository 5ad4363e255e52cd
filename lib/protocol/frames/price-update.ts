import * as z from 'zod/mini';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import { flagField, symbolField, timestampField } from '../fields.ts';
import { marketOf } from '../market-of.ts';
import { fromWireNumber, toWireNumber, wireNumber } from '../wire-number.ts';
import { streamPosition } from './position.ts';

/** Decimals of a change in per cent: basis points. */
const CHANGE_DECIMALS = 2;

/**
 * The price of a market, pushed on `prices`. `volume_24h` is base volume, `change_24h` per cent
 * against the price 24 hours ago, `timestamp` when the price was made. `index` and `mark` are absent
 * where the price is the index itself; on spot markets they are the same.
 */
const wirePrice = z.object({
  symbol: symbolField,
  price: wireNumber,
  bid: wireNumber,
  ask: wireNumber,
  volume_24h: wireNumber,
  change_24h: wireNumber,
  index: z.optional(wireNumber),
  mark: z.optional(wireNumber),
  timestamp: timestampField,
  simulated: flagField,
});

export type WirePrice = z.output<typeof wirePrice>;

/** `price_update.data`. */
export const priceUpdateData = z.extend(wirePrice, streamPosition);

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodePriceUpdate(update: PriceUpdate): WirePrice {
  const { priceDecimals, sizeDecimals } = marketOf(update.symbol);
  const { indexTicks } = update;
  return {
    symbol: update.symbol,
    price: toWireNumber(update.priceTicks, priceDecimals),
    bid: toWireNumber(update.bidTicks, priceDecimals),
    ask: toWireNumber(update.askTicks, priceDecimals),
    volume_24h: toWireNumber(update.volumeLots24h, sizeDecimals),
    change_24h: toWireNumber(update.changeBps24h, CHANGE_DECIMALS),
    ...(indexTicks === undefined ? {} : indexMembers(indexTicks, priceDecimals)),
    timestamp: update.timestampMs,
    simulated: update.simulated,
  };
}

/** @throws ProtocolError `gateway/unknown-symbol`, or `gateway/invalid-message` for a finer decimal. */
export function decodePriceUpdate(wire: WirePrice): PriceUpdate {
  const market = marketOf(wire.symbol);
  const { priceDecimals, sizeDecimals } = market;
  return {
    symbol: market.symbol,
    priceTicks: fromWireNumber(wire.price, priceDecimals),
    bidTicks: fromWireNumber(wire.bid, priceDecimals),
    askTicks: fromWireNumber(wire.ask, priceDecimals),
    ...(wire.index === undefined ? {} : { indexTicks: fromWireNumber(wire.index, priceDecimals) }),
    volumeLots24h: fromWireNumber(wire.volume_24h, sizeDecimals),
    changeBps24h: fromWireNumber(wire.change_24h, CHANGE_DECIMALS),
    timestampMs: wire.timestamp,
    simulated: wire.simulated,
  };
}

function indexMembers(indexTicks: number, priceDecimals: number) {
  const index = toWireNumber(indexTicks, priceDecimals);
  return { index, mark: index };
}
