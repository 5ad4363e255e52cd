import * as z from 'zod/mini';
import { validate } from '../validate.ts';
import { asOf } from './as-of.ts';
import { decodeMarket, type MarketSummary, wireMarket } from './market.ts';

/** Answer of `GET /v1/markets`: all of them. */
export const marketsResponse = z.object({ markets: z.array(wireMarket), ...asOf });

/** Answer of `GET /v1/markets/{symbol}`. */
export const marketResponse = z.extend(wireMarket, asOf);

export type MarketsResponse = {
  readonly markets: readonly MarketSummary[];
  readonly seq: number;
  readonly timestampMs: number;
};

/** @throws ProtocolError when the answer does not have its form. */
export function decodeMarketsResponse(value: unknown): MarketsResponse {
  const { markets, seq, timestamp } = validate(marketsResponse, value);
  return { markets: markets.map(decodeMarket), seq, timestampMs: timestamp };
}
