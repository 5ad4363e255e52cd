export { initialPrices } from './initial-prices.ts';
export { MarketRecordError, openMarketRecord } from './market-record.ts';
export {
  createSimulatedMarket,
  type SimulatedMarket,
} from './simulated-market/simulated-market.ts';
