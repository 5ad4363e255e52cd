import * as z from 'zod/mini';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import { countField, sideField, symbolField, textField, timestampField } from './fields.ts';
import { marketOf } from './market-of.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

/**
 * A trade as everybody sees it. `side` is that of the order that came later; `buyer_id` and
 * `seller_id` are pseudonyms.
 */
export const wireTrade = z.object({
  trade_id: countField(),
  symbol: symbolField,
  price: wireNumber,
  size: wireNumber,
  side: sideField,
  buy_order_id: countField(),
  sell_order_id: countField(),
  buyer_id: textField(64),
  seller_id: textField(64),
  timestamp: timestampField,
});

export type WireTrade = z.output<typeof wireTrade>;

/** @throws ProtocolError `gateway/unknown-symbol`. */
export function encodeTrade(trade: PublicTrade): WireTrade {
  const { priceDecimals, sizeDecimals } = marketOf(trade.symbol);
  return {
    trade_id: trade.tradeId,
    symbol: trade.symbol,
    price: toWireNumber(trade.priceTicks, priceDecimals),
    size: toWireNumber(trade.quantityLots, sizeDecimals),
    side: trade.takerSide,
    buy_order_id: trade.buyOrderId,
    sell_order_id: trade.sellOrderId,
    buyer_id: trade.buyer,
    seller_id: trade.seller,
    timestamp: trade.timestampMs,
  };
}

/** @throws ProtocolError `gateway/unknown-symbol`, or `gateway/invalid-message` for a finer decimal. */
export function decodeTrade(wire: WireTrade): PublicTrade {
  const { symbol, priceDecimals, sizeDecimals } = marketOf(wire.symbol);
  return {
    tradeId: wire.trade_id,
    symbol,
    priceTicks: fromWireNumber(wire.price, priceDecimals),
    quantityLots: fromWireNumber(wire.size, sizeDecimals),
    takerSide: wire.side,
    buyOrderId: wire.buy_order_id,
    sellOrderId: wire.sell_order_id,
    buyer: wire.buyer_id,
    seller: wire.seller_id,
    timestampMs: wire.timestamp,
  };
}
