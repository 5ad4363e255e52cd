import { type InfoResult, snakeInfo } from '#lib/protocol/rpc/info.ts';
import type { PublicRpcHandler } from './rpc-handler.ts';
import type { RpcServices } from './rpc-services.ts';

/** What the exchange says of itself: `lx_getInfo`. */
export function infoMethods(
  services: Pick<RpcServices, 'books' | 'openOrderCount' | 'version' | 'network' | 'now'>,
) {
  const { books, openOrderCount, version, network, now } = services;

  const info: PublicRpcHandler = async (_params, { dialect }) => {
    const { value: tradeCount } = await books.tradeCount();
    const orderCount = openOrderCount();
    const told: InfoResult = { version, network, orderCount, tradeCount, timestamp: now() };
    return dialect === 'snake' ? snakeInfo(told) : told;
  };

  return { lx_getInfo: info } satisfies Record<string, PublicRpcHandler>;
}
