export { createMarketMaker, type MarketMaker } from './market-maker.ts';
