import * as z from 'zod/mini';
import { requestIdField, symbolField } from '../fields.ts';

/** Asks for the account's balances, or that of one asset; answered with `balance_update`. */
export const getBalancesFrame = z.object({
  type: z.literal('get_balances'),
  asset: z.optional(symbolField),
  request_id: z.optional(requestIdField),
});

export type GetBalancesFrame = z.output<typeof getBalancesFrame>;
