import * as z from 'zod/mini';
import { symbolField } from '../fields.ts';
import { wireNumber } from '../wire-number.ts';

/** Parameters of everything that asks about one market. */
export const symbolParams = z.object({ symbol: symbolField });

/** Result of `orderbook.getBestBid`, `lx_getBestBid` and the like; both 0 where that side is empty. */
export const bestPriceResult = z.object({ price: wireNumber, size: wireNumber });
