import * as z from 'zod/mini';
import type { Market } from '#lib/domain/market.ts';
import type { MarketCondition } from '#lib/domain/market-status.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { countField, ppmField, symbolField } from '../fields.ts';
import { marketOf } from '../market-of.ts';
import { QUOTE_DECIMALS } from '../quote-decimals.ts';
import {
  decodeMarketCondition,
  encodeMarketCondition,
  wireMarketCondition,
  wireMarketStatus,
} from '../wire-market-condition.ts';
import { toWireNumber, wireNumber } from '../wire-number.ts';
import { decodeTicker, encodeTicker, wireTicker } from '../wire-ticker.ts';

/** A market, its rules and its trailing 24 hours (`null` while it has no price). */
export const wireMarket = z.object({
  id: countField(),
  symbol: symbolField,
  type: z.literal('spot'),
  base: symbolField,
  quote: symbolField,
  /** Symbols of the tokens on chain. */
  base_token: symbolField,
  quote_token: symbolField,
  tick_size: wireNumber,
  lot_size: wireNumber,
  /** Smallest value of an order, in the quote asset. */
  min_notional: wireNumber,
  max_size: wireNumber,
  max_open_orders: countField(),
  /** In parts per million of what is received. */
  maker_fee_ppm: ppmField,
  taker_fee_ppm: ppmField,
  /** How far beyond the reference price an order may be priced. */
  price_band_ppm: ppmField,
  /** What it takes at present; `null` while the exchange starts. */
  status: z.nullable(wireMarketStatus),
  /** What its auction would do if it opened now. */
  auction: wireMarketCondition.shape.auction,
  ticker: z.nullable(wireTicker),
});

export type WireMarket = z.output<typeof wireMarket>;

/** A market, what it takes, and its trailing 24 hours, as a page shows them. */
export type MarketSummary = {
  readonly market: Market;
  readonly ticker: Ticker | null;
  /** `null` while the exchange starts. */
  readonly condition: MarketCondition | null;
};

/** @throws ProtocolError `gateway/unknown-symbol` when the ticker is of no market. */
export function encodeMarket({ market, ticker, condition }: MarketSummary): WireMarket {
  const told = condition === null ? null : encodeMarketCondition(condition);
  return {
    id: market.id,
    symbol: market.symbol,
    type: 'spot',
    base: market.base,
    quote: market.quote,
    base_token: market.baseToken,
    quote_token: market.quoteToken,
    tick_size: toWireNumber(1, market.priceDecimals),
    lot_size: toWireNumber(1, market.sizeDecimals),
    min_notional: toWireNumber(market.minNotional, QUOTE_DECIMALS),
    max_size: toWireNumber(market.maxQuantity, market.sizeDecimals),
    max_open_orders: market.maxOpenOrders,
    maker_fee_ppm: market.makerFeePpm,
    taker_fee_ppm: market.takerFeePpm,
    price_band_ppm: market.bandPpm,
    status: told?.status ?? null,
    auction: told?.auction ?? null,
    ticker: ticker === null ? null : encodeTicker(ticker),
  };
}

/** @throws ProtocolError `gateway/unknown-symbol` for a market that this version does not know. */
export function decodeMarket(wire: WireMarket): MarketSummary {
  const ticker = wire.ticker === null ? null : decodeTicker(wire.ticker);
  const { symbol, status, auction } = wire;
  const condition = status === null ? null : decodeMarketCondition({ symbol, status, auction });
  return { market: marketOf(symbol), ticker, condition };
}
