import * as z from 'zod/mini';
import type { Candle } from '#lib/domain/candle.ts';
import { type CandleInterval, INTERVALS } from '#lib/domain/interval.ts';
import { symbolField, timestampField } from '../fields.ts';
import { marketOf } from '../market-of.ts';
import { queryInteger } from '../query-integer.ts';
import { validate } from '../validate.ts';
import { decodeCandle, wireCandle } from '../wire-candle.ts';
import { asOf } from './as-of.ts';

/** Most candles of one answer, and how many there are unless another number is asked for. */
const MAX_CANDLES = 1_500;
export const DEFAULT_CANDLES = 500;

const interval = z.enum(INTERVALS, { error: `expected one of ${INTERVALS.join(', ')}` });

/** Query of `GET /v1/markets/{symbol}/candles`: candles that start in `[from, to)`, milliseconds. */
export const candlesQuery = z.object({
  interval: z._default(interval, '1m'),
  from: z.optional(queryInteger({ from: 0, to: Number.MAX_SAFE_INTEGER })),
  to: z.optional(queryInteger({ from: 0, to: Number.MAX_SAFE_INTEGER })),
  limit: z._default(queryInteger({ from: 1, to: MAX_CANDLES }), DEFAULT_CANDLES),
});

/**
 * The newest candles of the range, oldest first. Where older ones of the range were left out,
 * `next_to` is the `to` that asks for them; else it is `null`. `traded_since` is the
 * start of the minute of the exchange's first trade: candles that start earlier are of the index, in
 * whole or in part (simulated where that is), and `null` means that all are.
 */
export const candlesResponse = z.object({
  symbol: symbolField,
  interval,
  candles: z.array(wireCandle),
  next_to: z.nullable(timestampField),
  traded_since: z.nullable(timestampField),
  ...asOf,
});

export type CandlesResponse = {
  readonly symbol: string;
  readonly interval: CandleInterval;
  /** Oldest first. */
  readonly candles: readonly Candle[];
  readonly nextToMs: number | null;
  /** `null` = the exchange has had no trade yet. */
  readonly tradedSinceMs: number | null;
  readonly seq: number;
};

/** @throws ProtocolError when the answer does not have its form. */
export function decodeCandlesResponse(value: unknown): CandlesResponse {
  const wire = validate(candlesResponse, value);
  const market = marketOf(wire.symbol);
  return {
    symbol: market.symbol,
    interval: wire.interval,
    candles: wire.candles.map((candle) => decodeCandle(candle, market)),
    nextToMs: wire.next_to,
    tradedSinceMs: wire.traded_since,
    seq: wire.seq,
  };
}
