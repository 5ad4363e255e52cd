import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MarketData } from './market-data.ts';

/**
 * Reads all of the history, a day at a time so that other work goes on meanwhile. Done before
 * anybody is served, nobody ever waits for years of daily candles.
 */
export async function readHistory(marketData: Pick<MarketData, 'readAhead'>): Promise<void> {
  while (marketData.readAhead()) await nextTurn();
}
