import * as z from 'zod/mini';
import { envelope } from './envelope.ts';
import { subscriptionData } from './subscribed.ts';

/** Answers an `unsubscribe`; nothing of the named streams follows it. */
export const unsubscribedFrame = z.object({
  type: z.literal('unsubscribed'),
  data: subscriptionData,
  ...envelope,
});

export type UnsubscribedFrame = z.output<typeof unsubscribedFrame>;
