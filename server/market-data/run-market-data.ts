import type { MarketData } from './market-data.ts';

const ADVANCE_EVERY_MS = 100;
/** Days of history read at a time: about ten milliseconds of work. */
const DAYS_AT_A_TIME = 4;

/**
 * Advances market data with the time, and meanwhile reads the history ahead, a few days at a time,
 * so that nothing else waits for it. Returns the function that stops it.
 */
export function runMarketData(marketData: Pick<MarketData, 'advance' | 'readAhead'>): () => void {
  let unread = true;
  const timer = setInterval(() => {
    marketData.advance();
    for (let day = 0; unread && day < DAYS_AT_A_TIME; day += 1) unread = marketData.readAhead();
  }, ADVANCE_EVERY_MS);
  return () => clearInterval(timer);
}
