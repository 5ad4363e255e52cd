import * as z from 'zod/mini';
import { requestIdField, symbolField } from '../fields.ts';

/** Asks for the open orders, of one market or of all; answered with `orders_update`. */
export const getOrdersFrame = z.object({
  type: z.literal('get_orders'),
  symbol: z.optional(symbolField),
  request_id: z.optional(requestIdField),
});

export type GetOrdersFrame = z.output<typeof getOrdersFrame>;
