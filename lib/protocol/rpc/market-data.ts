import * as z from 'zod/mini';
import type { PriceSource } from '#lib/domain/price-source.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import { countField, symbolField, textField } from '../fields.ts';
import { encodePriceUpdate } from '../frames/price-update.ts';
import { wireNumber } from '../wire-number.ts';

/** Parameters of `market_data.get`: a market, and the name of a source. */
export const marketDataParams = z.object({ symbol: symbolField, source: textField(64) });

/** What one source says of a market; `latency_ns` is how old that is. */
export const marketDataResult = z.object({
  name: textField(64),
  symbol: symbolField,
  price: wireNumber,
  bid: wireNumber,
  ask: wireNumber,
  volume: wireNumber,
  latency_ns: countField(),
  provider: textField(64),
});

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeMarketData(
  { update, source }: { update: PriceUpdate; source: PriceSource },
  nowMs: number,
): z.output<typeof marketDataResult> {
  const { symbol, price, bid, ask, volume_24h: volume } = encodePriceUpdate(update);
  const ageMs = Math.max(0, nowMs - (source.lastUpdateMs ?? update.timestampMs));
  return {
    name: source.name,
    symbol,
    price,
    bid,
    ask,
    volume,
    latency_ns: Math.min(ageMs * 1_000_000, Number.MAX_SAFE_INTEGER),
    provider: source.simulated ? 'simulated' : source.name,
  };
}
