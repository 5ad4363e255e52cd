import * as z from 'zod/mini';
import { countField } from '../fields.ts';
import { wireSettlement } from '../wire-settlement.ts';
import { wireTrade } from '../wire-trade.ts';
import { asOf } from './as-of.ts';
import { pageMembers, pageQuery } from './page.ts';

/** Query of `GET /v1/settlements`. */
export const settlementsQuery = z.object(pageQuery);

/** Batches, the newest first. */
export const settlementsResponse = z.object({
  settlements: z.array(wireSettlement),
  ...pageMembers,
  ...asOf,
});

/** Answer of `GET /v1/settlements/{batch}`: a batch, its trades and their orders, ascending. */
export const settlementResponse = z.object({
  settlement: wireSettlement,
  orders: z.array(countField()),
  trades: z.array(wireTrade),
  ...asOf,
});
