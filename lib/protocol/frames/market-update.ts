import * as z from 'zod/mini';
import { wireMarketCondition } from '../wire-market-condition.ts';
import { envelope } from './envelope.ts';
import { streamPosition } from './position.ts';

/** Pushed on `markets`: what a market takes, and its auction, whenever that changes. */
export const marketUpdateFrame = z.object({
  type: z.literal('market_update'),
  data: z.extend(wireMarketCondition, streamPosition),
  ...envelope,
});
