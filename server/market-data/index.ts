export { BookPublisher, type BookUpdate, type PublishedBook } from './book-publisher.ts';
export {
  ExchangeMarketData,
  type StoredMarket,
  type StoredTrade,
  type TradesUpdate,
} from './exchange-market-data.ts';
export { MarketConditions } from './market-conditions.ts';
export { createMarketData, type MarketData } from './market-data.ts';
export { readHistory } from './read-history.ts';
export { runMarketData } from './run-market-data.ts';
