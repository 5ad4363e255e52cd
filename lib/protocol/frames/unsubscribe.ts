import * as z from 'zod/mini';
import { requestIdField } from '../fields.ts';
import { subscriptionNames } from './subscription-names.ts';

/** Ends what a `subscribe` with the same channels and symbols began; without symbols, all of it. */
export const unsubscribeFrame = z.object({
  type: z.literal('unsubscribe'),
  ...subscriptionNames,
  request_id: z.optional(requestIdField),
});

export type UnsubscribeFrame = z.output<typeof unsubscribeFrame>;
