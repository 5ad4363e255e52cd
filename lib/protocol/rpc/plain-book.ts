import * as z from 'zod/mini';
import type { BookLevels } from '#lib/domain/book-level.ts';
import { countField, symbolField, timestampField } from '../fields.ts';
import { marketOf } from '../market-of.ts';
import { encodeBookLevel, wireBookLevel } from '../wire-book-level.ts';
import { wireNumber } from '../wire-number.ts';

/** Most levels a side of one answer, and how many there are unless another number is asked for. */
const MAX_DEPTH = 1_000;
const DEFAULT_DEPTH = 20;

/** Parameters of `lx_getOrderBook` and `getOrderBook`; depth 0 means the default. */
export const bookParams = z.object({
  symbol: symbolField,
  depth: z._default(countField(MAX_DEPTH), DEFAULT_DEPTH),
});

/** Both sides of a book, the best level first. */
export const plainBook = z.object({
  symbol: symbolField,
  bids: z.array(wireBookLevel),
  asks: z.array(wireBookLevel),
  timestamp: timestampField,
});

export type PlainBook = z.output<typeof plainBook>;

const capitalLevel = z.object({ Price: wireNumber, Size: wireNumber });

/** Result of `lx_getOrderBook`: the same members once more as other clients spell them. */
export const capitalBook = z.extend(plainBook, {
  Symbol: symbolField,
  Bids: z.array(capitalLevel),
  Asks: z.array(capitalLevel),
  Timestamp: timestampField,
});

/** A whole book at one time. */
export type BookAt = BookLevels & { readonly symbol: string; readonly timestampMs: number };

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodePlainBook({ symbol, bids, asks, timestampMs }: BookAt): PlainBook {
  const market = marketOf(symbol);
  return {
    symbol,
    bids: bids.map((level) => encodeBookLevel(level, market)),
    asks: asks.map((level) => encodeBookLevel(level, market)),
    timestamp: timestampMs,
  };
}

/** A book with its members in both spellings. */
export function capitalBookOf(book: PlainBook): z.output<typeof capitalBook> {
  const capital = ({ price, size }: PlainBook['bids'][number]) => ({ Price: price, Size: size });
  return {
    ...book,
    Symbol: book.symbol,
    Bids: book.bids.map(capital),
    Asks: book.asks.map(capital),
    Timestamp: book.timestamp,
  };
}
