import * as z from 'zod/mini';
import type { Candle } from '#lib/domain/candle.ts';
import { type CandleInterval, INTERVALS } from '#lib/domain/interval.ts';
import { symbolField } from '../fields.ts';
import { marketOf } from '../market-of.ts';
import { decodeCandle, encodeCandle, wireCandle } from '../wire-candle.ts';
import { streamPosition } from './position.ts';

/** Candles of one market and interval, oldest first; each replaces the one of the same time. */
export type CandleUpdate = {
  readonly symbol: string;
  readonly interval: CandleInterval;
  readonly candles: readonly Candle[];
};

/**
 * What is pushed on `candles:{interval}`: the newest candles in a snapshot, those that changed in a
 * delta, oldest first. Older ones are at `/v1/markets/{symbol}/candles`.
 */
const wireCandleUpdate = z.object({
  symbol: symbolField,
  interval: z.enum(INTERVALS),
  candles: z.array(wireCandle),
});

export type WireCandleUpdate = z.output<typeof wireCandleUpdate>;

/** `candle_update.data`. */
export const candleUpdateData = z.extend(wireCandleUpdate, streamPosition);

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeCandleUpdate(update: CandleUpdate): WireCandleUpdate {
  const market = marketOf(update.symbol);
  return {
    symbol: update.symbol,
    interval: update.interval,
    candles: update.candles.map((candle) => encodeCandle(candle, market)),
  };
}

/** @throws ProtocolError `gateway/unknown-symbol`, or `gateway/invalid-message` for a finer decimal. */
export function decodeCandleUpdate(wire: WireCandleUpdate): CandleUpdate {
  const market = marketOf(wire.symbol);
  return {
    symbol: market.symbol,
    interval: wire.interval,
    candles: wire.candles.map((candle) => decodeCandle(candle, market)),
  };
}
