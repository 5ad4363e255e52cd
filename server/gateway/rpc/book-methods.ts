import { marketOf } from '#lib/protocol/market-of.ts';
import { bestPriceResult, symbolParams } from '#lib/protocol/rpc/best-price.ts';
import { bookStatsResult } from '#lib/protocol/rpc/book-stats.ts';
import { bookParams, capitalBookOf, encodePlainBook } from '#lib/protocol/rpc/plain-book.ts';
import { validate } from '#lib/protocol/validate.ts';
import { encodeBookLevel } from '#lib/protocol/wire-book-level.ts';
import { toWireNumber } from '#lib/protocol/wire-number.ts';
import type { PublicRpcHandler } from './rpc-handler.ts';
import type { RpcServices } from './rpc-services.ts';

/** Depth 0 is "as many as you give". */
const DEFAULT_DEPTH = 20;

/** Everything about books: `orderbook.*`, `lx_getOrderBook`, `lx_getBestBid` and their like. */
export function bookMethods({ books, now }: Pick<RpcServices, 'books' | 'now'>) {
  const bestOf =
    (side: 'bids' | 'asks'): PublicRpcHandler =>
    async (params) => {
      const market = marketOf(validate(symbolParams, params).symbol);
      const { value } = await books.book(market, 1);
      const best = value[side][0];
      if (best === undefined) return { price: 0, size: 0 };
      const { price, size } = encodeBookLevel(best, market);
      return validate(bestPriceResult, { price, size });
    };

  const bookOf = async (params: unknown) => {
    const { symbol: named, depth } = validate(bookParams, params);
    const market = marketOf(named);
    const { value } = await books.book(market, depth === 0 ? DEFAULT_DEPTH : depth);
    return encodePlainBook({ symbol: market.symbol, ...value, timestampMs: now() });
  };

  const stats: PublicRpcHandler = async (params) => {
    const market = marketOf(validate(symbolParams, params).symbol);
    const [{ value: summary }, { value: trades }] = await Promise.all([
      books.summary(market),
      books.tradeCount(),
    ]);
    return validate(bookStatsResult, {
      symbol: market.symbol,
      orders: summary.orders,
      trades,
      bid_depth: toWireNumber(summary.bidLots, market.sizeDecimals),
      ask_depth: toWireNumber(summary.askLots, market.sizeDecimals),
      spread: toWireNumber(summary.spreadTicks, market.priceDecimals),
    });
  };

  return {
    'orderbook.getBestBid': bestOf('bids'),
    'orderbook.getBestAsk': bestOf('asks'),
    'orderbook.getStats': stats,
    lx_getBestBid: bestOf('bids'),
    lx_getBestAsk: bestOf('asks'),
    lx_getOrderBook: async (params) => capitalBookOf(await bookOf(params)),
    getOrderBook: bookOf,
  } satisfies Record<string, PublicRpcHandler>;
}
