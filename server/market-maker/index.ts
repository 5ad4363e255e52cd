export { type BookTrading, startBookTrading } from './book-trading.ts';
export { createMarketMaker, type MarketMaker } from './market-maker.ts';
