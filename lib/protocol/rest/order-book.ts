import * as z from 'zod/mini';
import type { BookLevels } from '#lib/domain/book-level.ts';
import { symbolField } from '../fields.ts';
import { marketOf } from '../market-of.ts';
import { queryInteger } from '../query-integer.ts';
import { validate } from '../validate.ts';
import { decodeBookLevel, encodeBookLevel, wireBookLevel } from '../wire-book-level.ts';
import { type AsOf, asOf } from './as-of.ts';

/** Most levels a side of one answer. */
const MAX_BOOK_DEPTH = 1_000;
const DEFAULT_BOOK_DEPTH = 100;

/** Query of `GET /v1/markets/{symbol}/orderbook`. */
export const orderBookQuery = z.object({
  depth: z._default(queryInteger({ from: 1, to: MAX_BOOK_DEPTH }), DEFAULT_BOOK_DEPTH),
});

/** Both sides of a book, the best level first. */
export const orderBookResponse = z.object({
  symbol: symbolField,
  bids: z.array(wireBookLevel),
  asks: z.array(wireBookLevel),
  ...asOf,
});

export type OrderBookResponse = BookLevels & { readonly symbol: string; readonly seq: number };

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeOrderBookResponse(
  { symbol, bids, asks }: Omit<OrderBookResponse, 'seq'>,
  now: AsOf,
): z.output<typeof orderBookResponse> {
  const market = marketOf(symbol);
  return {
    symbol,
    bids: bids.map((level) => encodeBookLevel(level, market)),
    asks: asks.map((level) => encodeBookLevel(level, market)),
    ...now,
  };
}

/** @throws ProtocolError when the answer does not have its form. */
export function decodeOrderBookResponse(value: unknown): OrderBookResponse {
  const wire = validate(orderBookResponse, value);
  const market = marketOf(wire.symbol);
  return {
    symbol: market.symbol,
    bids: wire.bids.map((level) => decodeBookLevel(level, market)),
    asks: wire.asks.map((level) => decodeBookLevel(level, market)),
    seq: wire.seq,
  };
}
