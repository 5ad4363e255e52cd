import { marketOf } from '#lib/protocol/market-of.ts';
import { encodePlainTrade, encodeSnakeTrade, tradesParams } from '#lib/protocol/rpc/plain-trade.ts';
import { validate } from '#lib/protocol/validate.ts';
import type { PublicRpcHandler } from './rpc-handler.ts';
import type { RpcServices } from './rpc-services.ts';

/** The newest trades of a market, the newest first: `market.getTrades`, `lx_getTrades`, `getTrades`. */
export function tradeMethods({ trades }: Pick<RpcServices, 'trades'>) {
  const recent: PublicRpcHandler = (params, { dialect }) => {
    const { symbol, limit } = validate(tradesParams, params);
    const found = trades.recentTrades(marketOf(symbol).symbol, limit).toReversed();
    return dialect === 'snake' ? found.map(encodeSnakeTrade) : found.map(encodePlainTrade);
  };
  return {
    'market.getTrades': recent,
    lx_getTrades: recent,
    getTrades: recent,
  } satisfies Record<string, PublicRpcHandler>;
}
