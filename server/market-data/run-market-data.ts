import type { MarketData } from './market-data.ts';

const ADVANCE_EVERY_MS = 100;

/** Advances market data with the time; returns the function that stops it. */
export function runMarketData(marketData: Pick<MarketData, 'advance'>): () => void {
  const timer = setInterval(() => marketData.advance(), ADVANCE_EVERY_MS);
  return () => clearInterval(timer);
}
