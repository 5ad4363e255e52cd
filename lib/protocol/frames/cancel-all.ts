import * as z from 'zod/mini';
import { countField, requestIdField, symbolField } from '../fields.ts';

/** Longest time that a dead-man switch may be set to: one day. */
const MAX_AFTER_MS = 86_400_000;

/**
 * Cancels all open orders, or those of one market. With `after_ms` it arms a dead-man switch instead:
 * unless the next `cancel_all` with `after_ms` comes earlier, everything is canceled then; 0 disarms.
 */
export const cancelAllFrame = z.object({
  type: z.literal('cancel_all'),
  symbol: z.optional(symbolField),
  after_ms: z.optional(countField(MAX_AFTER_MS)),
  request_id: z.optional(requestIdField),
});

export type CancelAllFrame = z.output<typeof cancelAllFrame>;
