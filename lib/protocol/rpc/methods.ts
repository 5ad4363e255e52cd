/** Methods that are served. */
const RPC_METHODS = [
  'lx_ping',
  'lx_getInfo',
  'lx_placeOrder',
  'lx_cancelOrder',
  'lx_getOrder',
  'lx_getOrderBook',
  'lx_getBestBid',
  'lx_getBestAsk',
  'lx_getTrades',
  'orderbook.getBestBid',
  'orderbook.getBestAsk',
  'orderbook.getStats',
  'price.getLatest',
  'price.getTWAP',
  'market.getTrades',
  'authenticate',
  'placeOrder',
  'cancelOrder',
  'getOrder',
  'getOrders',
  'getOrderBook',
  'getTrades',
  'getBalances',
  'market_data.get',
  'market_data.aggregate',
  'market_data.sources',
  'market.stats',
  'subscribe',
  'unsubscribe',
] as const;

export type RpcMethod = (typeof RPC_METHODS)[number];

/** Methods of the contract whose capability is not there yet. */
export const RPC_METHODS_TO_COME: ReadonlySet<string> = new Set([
  'getPositions',
  'liquidations.get',
  'settlement.batch',
  'margin.info',
  'margin.liquidation_risk',
  'insurance_fund.status',
]);

/** Whether a method of this name is served. */
export function isRpcMethod(name: string): name is RpcMethod {
  return RPC_METHODS.some((method) => method === name);
}
