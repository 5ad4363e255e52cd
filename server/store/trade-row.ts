import { assets } from '#lib/domain/asset.ts';
import type { Fill } from '#lib/domain/fill.ts';
import { findMarketById } from '#lib/domain/market.ts';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import { SELL, type Trade } from '#server/engine/index.ts';
import { symbolOf } from './order-row.ts';
import type { TradeRow } from './store-batch.ts';

/** A trade as it lies in the store. `timeMs`: milliseconds since the epoch. */
export function tradeRow(trade: Trade, timeMs: number): TradeRow {
  return {
    tradeId: trade.tradeId,
    market: trade.market,
    priceTicks: trade.price,
    quantityLots: trade.quantity,
    takerSells: trade.takerSide === SELL,
    makerOrderId: trade.makerOrderId,
    takerOrderId: trade.takerOrderId,
    makerAccount: trade.makerAccount,
    takerAccount: trade.takerAccount,
    makerFeeQuanta: trade.makerFee,
    takerFeeQuanta: trade.takerFee,
    timeMs,
  };
}

/** A trade as everybody sees it. `pseudonym` says how an account is called in public. */
export function publicTradeOf(row: TradeRow, pseudonym: (account: number) => string): PublicTrade {
  const maker = { orderId: row.makerOrderId, name: pseudonym(row.makerAccount) };
  const taker = { orderId: row.takerOrderId, name: pseudonym(row.takerAccount) };
  const buyer = row.takerSells ? maker : taker;
  const seller = row.takerSells ? taker : maker;
  return {
    tradeId: row.tradeId,
    symbol: symbolOf(row.market),
    priceTicks: row.priceTicks,
    quantityLots: row.quantityLots,
    takerSide: row.takerSells ? 'sell' : 'buy',
    buyOrderId: buyer.orderId,
    sellOrderId: seller.orderId,
    buyer: buyer.name,
    seller: seller.name,
    timestampMs: row.timeMs,
  };
}

/** A trade as one of its sides sees it: of an account on both sides, the taker's. */
export function fillOf(row: TradeRow, account: number): Fill {
  const isTaker = row.takerAccount === account;
  const sells = isTaker === row.takerSells;
  const market = findMarketById(row.market);
  const received = sells ? market?.quoteAsset : market?.baseAsset;
  return {
    tradeId: row.tradeId,
    orderId: isTaker ? row.takerOrderId : row.makerOrderId,
    symbol: symbolOf(row.market),
    side: sells ? 'sell' : 'buy',
    role: isTaker ? 'taker' : 'maker',
    priceTicks: row.priceTicks,
    quantityLots: row.quantityLots,
    feeQuanta: isTaker ? row.takerFeeQuanta : row.makerFeeQuanta,
    feeAsset: assets.find(({ id }) => id === received)?.symbol ?? '',
    timestampMs: row.timeMs,
  };
}
