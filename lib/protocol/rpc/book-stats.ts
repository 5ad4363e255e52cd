import * as z from 'zod/mini';
import { countField, symbolField } from '../fields.ts';
import { wireNumber } from '../wire-number.ts';

/**
 * Result of `orderbook.getStats`: open orders of the market, trades of the last 24 hours, base size on
 * either side as far as it is counted, and the distance of best bid and ask (0 while one is missing).
 */
export const bookStatsResult = z.object({
  symbol: symbolField,
  orders: countField(),
  trades: countField(),
  bid_depth: wireNumber,
  ask_depth: wireNumber,
  spread: wireNumber,
});
