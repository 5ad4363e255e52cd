import * as z from 'zod/mini';
import { textField } from '../fields.ts';
import { authenticateParams, authenticateResult } from './authenticate.ts';
import { bestPriceResult, symbolParams } from './best-price.ts';
import { bookStatsResult } from './book-stats.ts';
import { camelBalance } from './camel-balance.ts';
import {
  camelOrder,
  camelOrderIdParams,
  camelOrderParams,
  camelOrdersParams,
} from './camel-order.ts';
import { infoResult } from './info.ts';
import { latestPriceParams, latestPriceResult } from './latest-price.ts';
import { marketDataParams, marketDataResult } from './market-data.ts';
import { marketStatsResult } from './market-stats.ts';
import type { RpcMethod } from './methods.ts';
import { bookParams, capitalBook, plainBook } from './plain-book.ts';
import { plainMarket } from './plain-market.ts';
import {
  plainCancelResult,
  plainOrder,
  plainOrderIdParams,
  plainOrderParams,
  plainPlaceResult,
  snakeOrder,
} from './plain-order.ts';
import { plainTrade, snakeTrade, tradesParams } from './plain-trade.ts';
import { settlementBatchParams, settlementBatchResult } from './settlement-batch.ts';
import { streamNamesParams } from './stream-names.ts';
import { subscriptionParams, subscriptionResult } from './subscription.ts';
import { twapParams, twapResult } from './twap.ts';

/** What a method takes and gives; `snake` is its result on `/snake/rpc` where that differs. */
export type RpcSchema = {
  readonly params: z.ZodMiniType;
  readonly result: z.ZodMiniType;
  readonly snake?: z.ZodMiniType;
};

const none = z.object({});

/** Parameters and result of every method that is served. */
export const rpcSchemas: Readonly<Record<RpcMethod, RpcSchema>> = {
  lx_ping: { params: none, result: z.literal('pong') },
  lx_getInfo: { params: none, result: infoResult },
  lx_placeOrder: { params: plainOrderParams, result: plainPlaceResult },
  lx_cancelOrder: { params: plainOrderIdParams, result: plainCancelResult },
  lx_getOrder: { params: plainOrderIdParams, result: plainOrder, snake: snakeOrder },
  lx_getOrderBook: { params: bookParams, result: capitalBook },
  lx_getBestBid: { params: symbolParams, result: bestPriceResult },
  lx_getBestAsk: { params: symbolParams, result: bestPriceResult },
  lx_getTrades: {
    params: tradesParams,
    result: z.array(plainTrade),
    snake: z.array(snakeTrade),
  },
  lx_getMarkets: { params: none, result: z.array(plainMarket) },
  'orderbook.getBestBid': { params: symbolParams, result: bestPriceResult },
  'orderbook.getBestAsk': { params: symbolParams, result: bestPriceResult },
  'orderbook.getStats': { params: symbolParams, result: bookStatsResult },
  'price.getLatest': { params: latestPriceParams, result: latestPriceResult },
  'price.getTWAP': { params: twapParams, result: twapResult },
  'market.getTrades': { params: tradesParams, result: z.array(plainTrade) },
  authenticate: { params: authenticateParams, result: authenticateResult },
  placeOrder: { params: camelOrderParams, result: camelOrder },
  cancelOrder: { params: camelOrderIdParams, result: camelOrder },
  getOrder: { params: camelOrderIdParams, result: camelOrder },
  getOrders: { params: camelOrdersParams, result: z.array(camelOrder) },
  getOrderBook: { params: bookParams, result: plainBook },
  getTrades: { params: tradesParams, result: z.array(plainTrade) },
  getBalances: { params: none, result: z.array(camelBalance) },
  'market_data.get': { params: marketDataParams, result: marketDataResult },
  'market_data.aggregate': { params: symbolParams, result: z.array(marketDataResult) },
  'market_data.sources': { params: none, result: z.array(textField(64)) },
  'settlement.batch': { params: settlementBatchParams, result: settlementBatchResult },
  'market.stats': { params: symbolParams, result: marketStatsResult },
  subscribe: { params: subscriptionParams, result: subscriptionResult },
  unsubscribe: { params: subscriptionParams, result: subscriptionResult },
  SUBSCRIBE: { params: streamNamesParams, result: z.null() },
  UNSUBSCRIBE: { params: streamNamesParams, result: z.null() },
};
