export { createMarketData, type MarketData } from './market-data.ts';
export { runMarketData } from './run-market-data.ts';
