/** Addresses of the contract whose capability is not there yet; parameters are written `:name`. */
export const REST_PATHS_TO_COME: readonly string[] = [
  '/v1/markets/:symbol/orderbook',
  '/v1/markets/:symbol/trades',
  '/v1/markets/:symbol/funding',
  '/v1/auth/nonce',
  '/v1/auth/login',
  '/v1/agents',
  '/v1/orders',
  '/v1/orders/:id',
  '/v1/positions',
  '/v1/balances',
  '/v1/fills',
  '/v1/deposits',
  '/v1/withdrawals',
  '/v1/funding-payments',
  '/v1/settlements/:id',
];
