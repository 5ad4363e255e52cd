import * as z from 'zod/mini';
import type { BookLevel } from '#lib/domain/book-level.ts';
import type { Market } from '#lib/domain/market.ts';
import { BOOK_DEPTHS, type BookDepth } from '../channel.ts';
import { symbolField } from '../fields.ts';
import { marketOf } from '../market-of.ts';
import { fromWireNumber, toWireNumber, wireNumber } from '../wire-number.ts';
import { envelope } from './envelope.ts';
import { streamPosition } from './position.ts';

/** What is shown at one price; 0 lots in an update mean nothing is any more. */
export type PriceLevel = Omit<BookLevel, 'orderCount'>;

/** Levels of a book; a snapshot holds all of both sides, the best first, a delta those that changed. */
export type BookUpdate = {
  readonly symbol: string;
  /** Levels a side that the stream holds. */
  readonly depth: BookDepth;
  readonly bids: readonly PriceLevel[];
  readonly asks: readonly PriceLevel[];
};

const wirePriceLevel = z.tuple([wireNumber, wireNumber]);

export type WirePriceLevel = z.output<typeof wirePriceLevel>;

/**
 * What is pushed on `orderbook`: levels as `[price, size]`, where size 0 removes one. `depth` is how
 * many levels a side the stream holds; one that falls out of them is removed.
 */
const wireBookUpdate = z.object({
  symbol: symbolField,
  depth: z.literal(BOOK_DEPTHS),
  bids: z.array(wirePriceLevel),
  asks: z.array(wirePriceLevel),
});

export type WireBookUpdate = z.output<typeof wireBookUpdate>;

export const orderBookUpdateFrame = z.object({
  type: z.literal('orderbook_update'),
  data: z.extend(wireBookUpdate, streamPosition),
  ...envelope,
});

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeBookUpdate(update: BookUpdate): WireBookUpdate {
  const market = marketOf(update.symbol);
  return {
    symbol: update.symbol,
    depth: update.depth,
    bids: update.bids.map((level) => encodePriceLevel(level, market)),
    asks: update.asks.map((level) => encodePriceLevel(level, market)),
  };
}

/** @throws ProtocolError `gateway/unknown-symbol`, or `gateway/invalid-message` for a finer decimal. */
export function decodeBookUpdate(wire: WireBookUpdate): BookUpdate {
  const market = marketOf(wire.symbol);
  return {
    symbol: market.symbol,
    depth: wire.depth,
    bids: wire.bids.map((level) => decodePriceLevel(level, market)),
    asks: wire.asks.map((level) => decodePriceLevel(level, market)),
  };
}

function encodePriceLevel(
  level: PriceLevel,
  { priceDecimals, sizeDecimals }: Market,
): WirePriceLevel {
  return [
    toWireNumber(level.priceTicks, priceDecimals),
    toWireNumber(level.quantityLots, sizeDecimals),
  ];
}

function decodePriceLevel(
  [price, size]: WirePriceLevel,
  { priceDecimals, sizeDecimals }: Market,
): PriceLevel {
  return {
    priceTicks: fromWireNumber(price, priceDecimals),
    quantityLots: fromWireNumber(size, sizeDecimals),
  };
}
