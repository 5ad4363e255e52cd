export type { AccountRate } from './account-limiter.ts';
export type { ChainView } from './chain-view.ts';
export { createGateway, type Gateway } from './gateway.ts';
export type { GatewayOptions } from './gateway-options.ts';
export type { CandleRange, MarketFeed, MarketUpdate } from './market-feed.ts';
export { RevokedKeys } from './revoked-keys.ts';
export type {
  AccountSource,
  ActivitySource,
  BalanceSource,
  BookAsOf,
  BookSource,
  TradeSource,
} from './streams/stream-sources.ts';
