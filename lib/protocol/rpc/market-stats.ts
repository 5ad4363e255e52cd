import * as z from 'zod/mini';
import type { Ticker } from '#lib/domain/ticker.ts';
import { countField, symbolField } from '../fields.ts';
import { marketOf } from '../market-of.ts';
import { toWireNumber, wireNumber } from '../wire-number.ts';
import { encodeTicker } from '../wire-ticker.ts';

/**
 * Result of `market.stats`. A spot market has neither open interest nor funding: those are 0 and the
 * next funding is `null`.
 */
export const marketStatsResult = z.object({
  symbol: symbolField,
  volume_24h: wireNumber,
  high_24h: wireNumber,
  low_24h: wireNumber,
  price_change_24h: wireNumber,
  price_change_percent_24h: wireNumber,
  open_interest: z.literal(0),
  funding_rate: z.literal(0),
  next_funding_time: z.nullable(countField()),
});

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeMarketStats(ticker: Ticker): z.output<typeof marketStatsResult> {
  const { volume_24h, high_24h, low_24h, change_24h } = encodeTicker(ticker);
  const change = ticker.lastTicks - ticker.openTicks;
  return {
    symbol: ticker.symbol,
    volume_24h,
    high_24h,
    low_24h,
    price_change_24h: toWireNumber(change, marketOf(ticker.symbol).priceDecimals),
    price_change_percent_24h: change_24h,
    open_interest: 0,
    funding_rate: 0,
    next_funding_time: null,
  };
}
