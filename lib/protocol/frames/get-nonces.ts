import * as z from 'zod/mini';
import { requestIdField } from '../fields.ts';

/** Asks what the connection's own key must know to sign the next order; answered with `nonces_update`. */
export const getNoncesFrame = z.object({
  type: z.literal('get_nonces'),
  request_id: z.optional(requestIdField),
});

export type GetNoncesFrame = z.output<typeof getNoncesFrame>;
