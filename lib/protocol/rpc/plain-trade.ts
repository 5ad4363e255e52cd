import * as z from 'zod/mini';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import { countField, symbolField, textField, timestampField } from '../fields.ts';
import { wireNumber } from '../wire-number.ts';
import { encodeTrade } from '../wire-trade.ts';

/** Most trades of one answer, and how many there are unless another number is asked for. */
const MAX_TRADES = 500;
const DEFAULT_TRADES = 100;

/** Parameters of `lx_getTrades`, `getTrades` and `market.getTrades`. */
export const tradesParams = z.object({
  symbol: symbolField,
  limit: z._default(countField(MAX_TRADES), DEFAULT_TRADES),
});

/** A trade; `side` is that of the later order, 0 buys and 1 sells; the people are pseudonyms. */
export const plainTrade = z.object({
  tradeId: countField(),
  symbol: symbolField,
  price: wireNumber,
  size: wireNumber,
  side: countField(1),
  buyOrderId: countField(),
  sellOrderId: countField(),
  buyerId: textField(64),
  sellerId: textField(64),
  timestamp: timestampField,
});

export type PlainTrade = z.output<typeof plainTrade>;

/** The same on `/snake/rpc`. */
export const snakeTrade = z.object({
  trade_id: countField(),
  symbol: symbolField,
  price: wireNumber,
  size: wireNumber,
  side: countField(1),
  buy_order_id: countField(),
  sell_order_id: countField(),
  buyer_id: textField(64),
  seller_id: textField(64),
  timestamp: timestampField,
});

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodePlainTrade(trade: PublicTrade): PlainTrade {
  const { price, size } = encodeTrade(trade);
  return {
    tradeId: trade.tradeId,
    symbol: trade.symbol,
    price,
    size,
    side: trade.takerSide === 'buy' ? 0 : 1,
    buyOrderId: trade.buyOrderId,
    sellOrderId: trade.sellOrderId,
    buyerId: trade.buyer,
    sellerId: trade.seller,
    timestamp: trade.timestampMs,
  };
}

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeSnakeTrade(trade: PublicTrade): z.output<typeof snakeTrade> {
  return { ...encodeTrade(trade), side: trade.takerSide === 'buy' ? 0 : 1 };
}
