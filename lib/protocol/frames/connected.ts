import * as z from 'zod/mini';
import { countField, flagField, textField } from '../fields.ts';
import { wireChallenge } from './challenge.ts';
import { envelope } from './envelope.ts';

/** The first frame of every connection: who answers, and the limits it holds the client to. */
export const connectedFrame = z.object({
  type: z.literal('connected'),
  data: z.object({
    version: textField(64),
    network: textField(64),
    chain_id: countField(),
    simulated_prices: flagField,
    challenge: z.nullable(wireChallenge),
    limits: z.object({
      messages_per_second: countField(),
      messages_burst: countField(),
      max_message_bytes: countField(),
      max_subscriptions: countField(),
      idle_timeout_ms: countField(),
      /**
       * Of an account, once it is known whose the connection is. Orders, cancels and everything else
       * are counted each for themselves, so that orders never keep one from canceling.
       */
      account_messages_per_second: countField(),
      account_messages_burst: countField(),
    }),
  }),
  ...envelope,
});

export type ConnectedFrame = z.output<typeof connectedFrame>;
