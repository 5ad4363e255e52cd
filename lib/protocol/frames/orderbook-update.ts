import * as z from 'zod/mini';
import type { BookLevel, BookLevels } from '#lib/domain/book-level.ts';
import type { Market } from '#lib/domain/market.ts';
import { BOOK_DEPTHS, type BookDepth } from '../channel.ts';
import { countField, symbolField } from '../fields.ts';
import { invalidField } from '../invalid-field.ts';
import { marketOf } from '../market-of.ts';
import { fromWireNumber, toWireNumber, wireNumber } from '../wire-number.ts';
import { envelope } from './envelope.ts';
import { streamPosition } from './position.ts';

/** Levels of a book; a snapshot holds all of both sides, the best first, a delta those that changed. */
export type BookUpdate = BookLevels & {
  readonly symbol: string;
  /** Levels a side that the stream holds. */
  readonly depth: BookDepth;
};

const wirePriceLevel = z.tuple([wireNumber, wireNumber]);

export type WirePriceLevel = z.output<typeof wirePriceLevel>;

const levelCounts = z.optional(z.array(countField()));

/**
 * What is pushed on `orderbook`: levels as `[price, size]`, where size 0 removes one. `depth` is how
 * many levels a side the stream holds; one that falls out of them is removed. `bid_counts` and
 * `ask_counts` are how many orders stand at each of the levels, in their order; who does not know
 * them need not read them.
 */
const wireBookUpdate = z.object({
  symbol: symbolField,
  depth: z.literal(BOOK_DEPTHS),
  bids: z.array(wirePriceLevel),
  asks: z.array(wirePriceLevel),
  bid_counts: levelCounts,
  ask_counts: levelCounts,
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
  const { bids, asks } = update;
  return {
    symbol: update.symbol,
    depth: update.depth,
    bids: bids.map((level) => encodePriceLevel(level, market)),
    asks: asks.map((level) => encodePriceLevel(level, market)),
    bid_counts: bids.map(({ orderCount }) => orderCount),
    ask_counts: asks.map(({ orderCount }) => orderCount),
  };
}

/**
 * A level's count of orders is 0 where it is not told.
 *
 * @throws ProtocolError `gateway/unknown-symbol`, or `gateway/invalid-message` for a finer decimal, or
 *   counts that are not one a level.
 */
export function decodeBookUpdate(wire: WireBookUpdate): BookUpdate {
  const market = marketOf(wire.symbol);
  return {
    symbol: market.symbol,
    depth: wire.depth,
    bids: decodeSide(wire.bids, { market, counts: wire.bid_counts, field: 'bid_counts' }),
    asks: decodeSide(wire.asks, { market, counts: wire.ask_counts, field: 'ask_counts' }),
  };
}

function encodePriceLevel(
  level: BookLevel,
  { priceDecimals, sizeDecimals }: Market,
): WirePriceLevel {
  return [
    toWireNumber(level.priceTicks, priceDecimals),
    toWireNumber(level.quantityLots, sizeDecimals),
  ];
}

function decodeSide(
  levels: readonly WirePriceLevel[],
  of: {
    readonly market: Market;
    readonly counts: readonly number[] | undefined;
    readonly field: string;
  },
): BookLevel[] {
  const { market, counts, field } = of;
  const { priceDecimals, sizeDecimals } = market;
  if (counts !== undefined && counts.length !== levels.length) {
    throw invalidField(field, 'expected one count a level');
  }
  return levels.map(([price, size], index) => ({
    priceTicks: fromWireNumber(price, priceDecimals),
    quantityLots: fromWireNumber(size, sizeDecimals),
    orderCount: counts?.[index] ?? 0,
  }));
}
