import { marketOf } from '#lib/protocol/market-of.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { encodeOraclePrice } from '#lib/protocol/rest/oracle-prices.ts';
import { type LatestPriceResult, latestPriceParams } from '#lib/protocol/rpc/latest-price.ts';
import { type TwapResult, twapParams } from '#lib/protocol/rpc/twap.ts';
import { validate } from '#lib/protocol/validate.ts';
import { toWireNumber } from '#lib/protocol/wire-number.ts';
import { twapTicks } from '../twap.ts';
import type { PublicRpcHandler } from './rpc-handler.ts';
import type { RpcServices } from './rpc-services.ts';

/** Index prices: `price.getLatest` and `price.getTWAP`. */
export function priceMethods({ oracle, now }: Pick<RpcServices, 'oracle' | 'now'>) {
  const latest = (params: unknown): LatestPriceResult => {
    const market = marketOf(validate(latestPriceParams, params).symbol);
    const update = oracle.prices().find((price) => price.symbol === market.symbol);
    if (update === undefined) {
      throw new ProtocolError('oracle/no-price', { facts: { symbol: market.symbol } });
    }
    const price = encodeOraclePrice(update, oracle.sources());
    return {
      symbol: price.symbol,
      price: price.price,
      confidence: price.confidence,
      timestamp: price.timestamp,
      sources: price.sources,
    };
  };

  const twap = (params: unknown): TwapResult => {
    const { symbol: named, window: windowSeconds } = validate(twapParams, params);
    const { symbol, priceDecimals } = marketOf(named);
    const ticks = twapTicks({
      candles: (range) => oracle.candles(symbol, '1m', range),
      windowSeconds,
      nowMs: now(),
    });
    if (ticks === null) {
      throw new ProtocolError('oracle/no-history', { facts: { symbol, window: windowSeconds } });
    }
    return { symbol, twap: toWireNumber(ticks, priceDecimals), window: windowSeconds };
  };

  return { 'price.getLatest': latest, 'price.getTWAP': twap } satisfies Record<
    string,
    PublicRpcHandler
  >;
}
