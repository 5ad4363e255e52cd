import * as z from 'zod/mini';
import type { PriceSource } from '#lib/domain/price-source.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import { flagField, symbolField, textField, timestampField } from '../fields.ts';
import { marketOf } from '../market-of.ts';
import { toWireNumber, wireNumber } from '../wire-number.ts';
import { asOf } from './as-of.ts';

/**
 * The aggregate price of a market. `confidence` is half the spread in quote units: the price lies
 * that close to the best bid and offer of its sources.
 */
const wireOraclePrice = z.object({
  symbol: symbolField,
  price: wireNumber,
  confidence: wireNumber,
  timestamp: timestampField,
  sources: z.array(textField(64)),
  simulated: flagField,
});

export type WireOraclePrice = z.output<typeof wireOraclePrice>;

const wirePriceSource = z.object({
  name: textField(64),
  tier: z.enum(['primary', 'secondary', 'tertiary']),
  healthy: flagField,
  last_update: z.nullable(timestampField),
  simulated: flagField,
});

export type WirePriceSource = z.output<typeof wirePriceSource>;

/** Answer of `GET /v1/oracle/prices`. */
export const oraclePricesResponse = z.object({
  prices: z.array(wireOraclePrice),
  sources: z.array(wirePriceSource),
  ...asOf,
});

/**
 * A market's price with the sources that are healthy.
 *
 * @throws ProtocolError `gateway/unknown-symbol`.
 */
export function encodeOraclePrice(
  update: PriceUpdate,
  sources: readonly PriceSource[],
): WireOraclePrice {
  const { priceDecimals } = marketOf(update.symbol);
  const halfSpreadTicks = Math.ceil((update.askTicks - update.bidTicks) / 2);
  return {
    symbol: update.symbol,
    price: toWireNumber(update.priceTicks, priceDecimals),
    confidence: toWireNumber(halfSpreadTicks, priceDecimals),
    timestamp: update.timestampMs,
    sources: sources.filter(({ healthy }) => healthy).map(({ name }) => name),
    simulated: update.simulated,
  };
}

/** A source as it is listed. */
export function encodePriceSource(source: PriceSource): WirePriceSource {
  return {
    name: source.name,
    tier: source.tier,
    healthy: source.healthy,
    last_update: source.lastUpdateMs,
    simulated: source.simulated,
  };
}
