import * as z from 'zod/mini';
import { requestIdField, symbolsField, textField } from '../fields.ts';

/** Ends what a `subscribe` with the same channel and symbols began; without symbols, all of it. */
export const unsubscribeFrame = z.object({
  type: z.literal('unsubscribe'),
  channel: textField(64),
  symbols: z.optional(symbolsField(64)),
  request_id: z.optional(requestIdField),
});

export type UnsubscribeFrame = z.output<typeof unsubscribeFrame>;
