import * as z from 'zod/mini';
import type { Candle } from '#lib/domain/candle.ts';
import type { Market } from '#lib/domain/market.ts';
import { timestampField } from './fields.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

/** One candle; `time` is the start of its interval, `volume` the base volume. */
export const wireCandle = z.object({
  time: timestampField,
  open: wireNumber,
  high: wireNumber,
  low: wireNumber,
  close: wireNumber,
  volume: wireNumber,
});

export type WireCandle = z.output<typeof wireCandle>;

/** A candle for the wire, its integers as decimals of the market. */
export function encodeCandle(candle: Candle, { priceDecimals, sizeDecimals }: Market): WireCandle {
  return {
    time: candle.startMs,
    open: toWireNumber(candle.openTicks, priceDecimals),
    high: toWireNumber(candle.highTicks, priceDecimals),
    low: toWireNumber(candle.lowTicks, priceDecimals),
    close: toWireNumber(candle.closeTicks, priceDecimals),
    volume: toWireNumber(candle.volumeLots, sizeDecimals),
  };
}

/** @throws ProtocolError `gateway/invalid-message` for a decimal finer than the market's. */
export function decodeCandle(wire: WireCandle, { priceDecimals, sizeDecimals }: Market): Candle {
  return {
    startMs: wire.time,
    openTicks: fromWireNumber(wire.open, priceDecimals),
    highTicks: fromWireNumber(wire.high, priceDecimals),
    lowTicks: fromWireNumber(wire.low, priceDecimals),
    closeTicks: fromWireNumber(wire.close, priceDecimals),
    volumeLots: fromWireNumber(wire.volume, sizeDecimals),
  };
}
