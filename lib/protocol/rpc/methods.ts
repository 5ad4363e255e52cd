/** Methods that tell everybody the same. */
export type PublicRpcMethod =
  | 'lx_getInfo'
  | 'lx_getOrderBook'
  | 'lx_getBestBid'
  | 'lx_getBestAsk'
  | 'lx_getTrades'
  | 'lx_getMarkets'
  | 'orderbook.getBestBid'
  | 'orderbook.getBestAsk'
  | 'orderbook.getStats'
  | 'price.getLatest'
  | 'price.getTWAP'
  | 'market.getTrades'
  | 'market.stats'
  | 'market_data.get'
  | 'market_data.aggregate'
  | 'market_data.sources'
  | 'settlement.batch'
  | 'getOrderBook'
  | 'getTrades';

/** Methods about whoever calls them, and one that says nothing. */
export type OwnRpcMethod =
  | 'lx_ping'
  | 'lx_placeOrder'
  | 'lx_cancelOrder'
  | 'lx_getOrder'
  | 'authenticate'
  | 'placeOrder'
  | 'cancelOrder'
  | 'getOrder'
  | 'getOrders'
  | 'getBalances'
  | 'subscribe'
  | 'unsubscribe'
  | 'SUBSCRIBE'
  | 'UNSUBSCRIBE';

/** Methods that are served. */
export type RpcMethod = PublicRpcMethod | OwnRpcMethod;

/** Methods of the contract whose capability is not there yet. */
export const RPC_METHODS_TO_COME: ReadonlySet<string> = new Set([
  'getPositions',
  'liquidations.get',
  'margin.info',
  'margin.liquidation_risk',
  'insurance_fund.status',
]);
