import { markets } from '#lib/domain/market.ts';
import { encodePlainMarket } from '#lib/protocol/rpc/plain-market.ts';
import type { PublicRpcHandler } from './rpc-handler.ts';
import type { RpcServices } from './rpc-services.ts';

/** `lx_getMarkets`: every market, its rules, and what it takes at present. */
export function marketMethods({ conditions }: Pick<RpcServices, 'conditions'>) {
  return {
    lx_getMarkets: () =>
      markets.map((market) =>
        encodePlainMarket({ market, condition: conditions.condition(market.symbol) }),
      ),
  } satisfies Record<string, PublicRpcHandler>;
}
