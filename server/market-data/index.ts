export { createMarketData, type MarketData } from './market-data.ts';
export { readHistory } from './read-history.ts';
export { runMarketData } from './run-market-data.ts';
