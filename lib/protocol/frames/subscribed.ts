import * as z from 'zod/mini';
import { symbolField, textField } from '../fields.ts';
import { envelope } from './envelope.ts';

/** Which symbols of a channel a request concerned; empty for a channel without symbols. */
const concerned = { channel: textField(64), symbols: z.readonly(z.array(symbolField)) };

/** The first channel of the request; `channels` are all of them where it named several. */
export const subscriptionData = z.object({
  ...concerned,
  channels: z.optional(z.readonly(z.array(z.object(concerned)))),
});

/** Answers a `subscribe`; the snapshot follows. */
export const subscribedFrame = z.object({
  type: z.literal('subscribed'),
  data: subscriptionData,
  ...envelope,
});

export type SubscribedFrame = z.output<typeof subscribedFrame>;
