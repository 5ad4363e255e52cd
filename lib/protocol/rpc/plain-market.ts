import * as z from 'zod/mini';
import { countField, ppmField, symbolField } from '../fields.ts';
import { encodeMarket, type MarketSummary } from '../rest/market.ts';
import { wireMarketCondition, wireMarketStatus } from '../wire-market-condition.ts';
import { wireNumber } from '../wire-number.ts';

/** A market in the result of `lx_getMarkets`; `status` is `null` while the exchange starts. */
export const plainMarket = z.object({
  symbol: symbolField,
  base: symbolField,
  quote: symbolField,
  tickSize: wireNumber,
  lotSize: wireNumber,
  minNotional: wireNumber,
  maxSize: wireNumber,
  maxOpenOrders: countField(),
  makerFeePpm: ppmField,
  takerFeePpm: ppmField,
  priceBandPpm: ppmField,
  status: z.nullable(wireMarketStatus),
  auction: wireMarketCondition.shape.auction,
});

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodePlainMarket(
  summary: Pick<MarketSummary, 'market' | 'condition'>,
): z.output<typeof plainMarket> {
  const wire = encodeMarket({ ...summary, ticker: null });
  return {
    symbol: wire.symbol,
    base: wire.base,
    quote: wire.quote,
    tickSize: wire.tick_size,
    lotSize: wire.lot_size,
    minNotional: wire.min_notional,
    maxSize: wire.max_size,
    maxOpenOrders: wire.max_open_orders,
    makerFeePpm: wire.maker_fee_ppm,
    takerFeePpm: wire.taker_fee_ppm,
    priceBandPpm: wire.price_band_ppm,
    status: wire.status,
    auction: wire.auction,
  };
}
