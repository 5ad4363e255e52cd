import * as z from 'zod/mini';
import { requestIdField } from '../fields.ts';

/** Reserves nonces for resting orders of the connection's own key; answered with `nonces_reserved`. */
export const reserveNoncesFrame = z.object({
  type: z.literal('reserve_nonces'),
  request_id: z.optional(requestIdField),
});

export type ReserveNoncesFrame = z.output<typeof reserveNoncesFrame>;
