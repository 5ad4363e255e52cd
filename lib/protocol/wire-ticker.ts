import * as z from 'zod/mini';
import type { Ticker } from '#lib/domain/ticker.ts';
import { flagField, symbolField, timestampField } from './fields.ts';
import { marketOf } from './market-of.ts';
import { QUOTE_DECIMALS } from './quote-decimals.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

/** Decimals of a change in per cent: basis points. */
const CHANGE_DECIMALS = 2;

/**
 * The trailing 24 hours of a market: base volume, quote volume, change in per cent; the sparkline's
 * prices are at even steps, oldest first. `from` is the start of the window, `timestamp` its end.
 */
export const wireTicker = z.object({
  symbol: symbolField,
  price: wireNumber,
  open_24h: wireNumber,
  high_24h: wireNumber,
  low_24h: wireNumber,
  volume_24h: wireNumber,
  quote_volume_24h: wireNumber,
  change_24h: wireNumber,
  sparkline: z.array(wireNumber),
  from: timestampField,
  timestamp: timestampField,
  simulated: flagField,
});

export type WireTicker = z.output<typeof wireTicker>;

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeTicker(ticker: Ticker): WireTicker {
  const { priceDecimals, sizeDecimals } = marketOf(ticker.symbol);
  const price = (ticks: number) => toWireNumber(ticks, priceDecimals);
  return {
    symbol: ticker.symbol,
    price: price(ticker.lastTicks),
    open_24h: price(ticker.openTicks),
    high_24h: price(ticker.highTicks),
    low_24h: price(ticker.lowTicks),
    volume_24h: toWireNumber(ticker.volumeLots, sizeDecimals),
    quote_volume_24h: toWireNumber(ticker.volumeQuanta, QUOTE_DECIMALS),
    change_24h: toWireNumber(ticker.changeBps, CHANGE_DECIMALS),
    sparkline: ticker.sparklineTicks.map(price),
    from: ticker.fromMs,
    timestamp: ticker.timestampMs,
    simulated: ticker.simulated,
  };
}

/** @throws ProtocolError `gateway/unknown-symbol`, or `gateway/invalid-message` for a finer decimal. */
export function decodeTicker(wire: WireTicker): Ticker {
  const market = marketOf(wire.symbol);
  const ticks = (value: WireTicker['price']) => fromWireNumber(value, market.priceDecimals);
  return {
    symbol: market.symbol,
    lastTicks: ticks(wire.price),
    openTicks: ticks(wire.open_24h),
    highTicks: ticks(wire.high_24h),
    lowTicks: ticks(wire.low_24h),
    volumeLots: fromWireNumber(wire.volume_24h, market.sizeDecimals),
    volumeQuanta: fromWireNumber(wire.quote_volume_24h, QUOTE_DECIMALS),
    changeBps: fromWireNumber(wire.change_24h, CHANGE_DECIMALS),
    sparklineTicks: wire.sparkline.map(ticks),
    fromMs: wire.from,
    timestampMs: wire.timestamp,
    simulated: wire.simulated,
  };
}
