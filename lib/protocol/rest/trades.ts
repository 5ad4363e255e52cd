import * as z from 'zod/mini';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import { countField, symbolField } from '../fields.ts';
import { queryInteger } from '../query-integer.ts';
import { validate } from '../validate.ts';
import { decodeTrade, wireTrade } from '../wire-trade.ts';
import { asOf } from './as-of.ts';
import { MAX_PAGE } from './page.ts';

const DEFAULT_TRADES = 100;

/** Query of `GET /v1/markets/{symbol}/trades`: trades with smaller ids than `before`. */
export const tradesQuery = z.object({
  limit: z._default(queryInteger({ from: 1, to: MAX_PAGE }), DEFAULT_TRADES),
  before: z.optional(queryInteger({ from: 1, to: Number.MAX_SAFE_INTEGER })),
});

/** Trades of a market, the newest first; `next_before` asks for older ones, `null` = there are none. */
export const tradesResponse = z.object({
  symbol: symbolField,
  trades: z.array(wireTrade),
  next_before: z.nullable(countField()),
  ...asOf,
});

export type TradesResponse = {
  readonly symbol: string;
  /** The newest first. */
  readonly trades: readonly PublicTrade[];
  readonly nextBefore: number | null;
  readonly seq: number;
};

/** @throws ProtocolError when the answer does not have its form. */
export function decodeTradesResponse(value: unknown): TradesResponse {
  const { symbol, trades, next_before: nextBefore, seq } = validate(tradesResponse, value);
  return { symbol, trades: trades.map(decodeTrade), nextBefore, seq };
}
