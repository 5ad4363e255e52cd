import * as z from 'zod/mini';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import { symbolField } from '../fields.ts';
import { marketOf } from '../market-of.ts';
import { decodeTrade, encodeTrade, wireTrade } from '../wire-trade.ts';
import { envelope } from './envelope.ts';
import { streamPosition } from './position.ts';

/** Trades of a market, oldest first: the newest ones in a snapshot, one in a delta. */
export type TradeUpdate = {
  readonly symbol: string;
  readonly trades: readonly PublicTrade[];
};

/**
 * What is pushed on `trades`: `trade` is the newest, absent before the first one; `trades` are the
 * newest ones of a snapshot, oldest first. Older ones are at `/v1/markets/{symbol}/trades`.
 */
const wireTradeUpdate = z.object({
  symbol: symbolField,
  trade: z.optional(wireTrade),
  trades: z.optional(z.array(wireTrade)),
});

export type WireTradeUpdate = z.output<typeof wireTradeUpdate>;

export const tradeUpdateFrame = z.object({
  type: z.literal('trade_update'),
  data: z.extend(wireTradeUpdate, streamPosition),
  ...envelope,
});

/** One trade that has just happened. @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeTradeUpdate(trade: PublicTrade): WireTradeUpdate {
  return { symbol: trade.symbol, trade: encodeTrade(trade) };
}

/** The newest trades, oldest first. @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeTradeSnapshot({ symbol, trades }: TradeUpdate): WireTradeUpdate {
  const encoded = trades.map(encodeTrade);
  const trade = encoded.at(-1);
  return { symbol, ...(trade === undefined ? {} : { trade }), trades: encoded };
}

/** @throws ProtocolError `gateway/unknown-symbol`, or `gateway/invalid-message` for a finer decimal. */
export function decodeTradeUpdate(wire: WireTradeUpdate): TradeUpdate {
  const trades = wire.trades ?? (wire.trade === undefined ? [] : [wire.trade]);
  return { symbol: marketOf(wire.symbol).symbol, trades: trades.map(decodeTrade) };
}
