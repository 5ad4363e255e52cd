import type { PriceUpdate } from '#lib/domain/price-update.ts';
import { invalidField } from '#lib/protocol/invalid-field.ts';
import { marketOf } from '#lib/protocol/market-of.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { symbolParams } from '#lib/protocol/rpc/best-price.ts';
import { encodeMarketData, marketDataParams } from '#lib/protocol/rpc/market-data.ts';
import { encodeMarketStats } from '#lib/protocol/rpc/market-stats.ts';
import { validate } from '#lib/protocol/validate.ts';
import type { PublicRpcHandler } from './rpc-handler.ts';
import type { RpcServices } from './rpc-services.ts';

/** What the sources of prices say, and a market's 24 hours: `market_data.*`, `market.stats`. */
export function marketDataMethods({
  feed,
  oracle,
  now,
}: Pick<RpcServices, 'feed' | 'oracle' | 'now'>) {
  const priceOf = (named: string): PriceUpdate => {
    const { symbol } = marketOf(named);
    const update = oracle.prices().find((price) => price.symbol === symbol);
    if (update === undefined) throw new ProtocolError('oracle/no-price', { facts: { symbol } });
    return update;
  };
  const healthy = () => oracle.sources().filter((source) => source.healthy);

  const one: PublicRpcHandler = (params) => {
    const { symbol, source: name } = validate(marketDataParams, params);
    const update = priceOf(symbol);
    const source = oracle.sources().find((each) => each.name === name);
    if (source === undefined) {
      const names = oracle.sources().map((each) => each.name);
      throw invalidField('source', `expected one of ${names.join(', ')}`);
    }
    return encodeMarketData({ update, source }, now());
  };

  const all: PublicRpcHandler = (params) => {
    const update = priceOf(validate(symbolParams, params).symbol);
    return healthy().map((source) => encodeMarketData({ update, source }, now()));
  };

  const stats: PublicRpcHandler = (params) => {
    const { symbol } = marketOf(validate(symbolParams, params).symbol);
    const ticker = feed.ticker(symbol);
    if (ticker === null) throw new ProtocolError('oracle/no-price', { facts: { symbol } });
    return encodeMarketStats(ticker);
  };

  return {
    'market_data.get': one,
    'market_data.aggregate': all,
    'market_data.sources': () => healthy().map(({ name }) => name),
    'market.stats': stats,
  } satisfies Record<string, PublicRpcHandler>;
}
