import * as z from 'zod/mini';
import { symbolField, textField, timestampField } from '../fields.ts';
import { wireNumber } from '../wire-number.ts';

/** Parameters of `price.getLatest`. */
export const latestPriceParams = z.object({ symbol: symbolField });

/** Result of `price.getLatest`; `confidence` is half the spread in quote units. */
export const latestPriceResult = z.object({
  symbol: symbolField,
  price: wireNumber,
  confidence: wireNumber,
  timestamp: timestampField,
  sources: z.array(textField(64)),
});

export type LatestPriceResult = z.output<typeof latestPriceResult>;
