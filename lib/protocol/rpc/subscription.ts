import * as z from 'zod/mini';
import { symbolField, textField } from '../fields.ts';

/** Parameters of `subscribe` and `unsubscribe`: a channel, and one symbol of it or all. */
export const subscriptionParams = z.object({
  channel: textField(64),
  symbol: z.optional(symbolField),
});

/** Their result: the channel, and the canonical symbols of it that are meant; none for `blocks`. */
export const subscriptionResult = z.object({
  channel: textField(64),
  symbols: z.readonly(z.array(symbolField)),
});

export type SubscriptionResult = z.output<typeof subscriptionResult>;
