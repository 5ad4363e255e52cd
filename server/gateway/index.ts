export type { ChainView } from './chain-view.ts';
export { createGateway, type Gateway } from './gateway.ts';
export type { GatewayOptions } from './gateway-options.ts';
export type { CandleRange, MarketFeed, MarketUpdate } from './market-feed.ts';
