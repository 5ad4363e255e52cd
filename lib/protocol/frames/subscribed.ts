import * as z from 'zod/mini';
import { symbolField, textField } from '../fields.ts';
import { envelope } from './envelope.ts';

/** Which symbols of a channel a request concerned; empty for a channel without symbols. */
export const subscriptionData = z.object({ channel: textField(64), symbols: z.array(symbolField) });

/** Answers a `subscribe`; the snapshot follows. */
export const subscribedFrame = z.object({
  type: z.literal('subscribed'),
  data: subscriptionData,
  ...envelope,
});

export type SubscribedFrame = z.output<typeof subscribedFrame>;
