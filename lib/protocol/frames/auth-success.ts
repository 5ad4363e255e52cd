import * as z from 'zod/mini';
import { addressField, textField, timestampField } from '../fields.ts';
import { envelope } from './envelope.ts';

/** In which way a client said who it is. */
export const AUTH_KINDS = ['session', 'agent', 'api-key'] as const;

export type AuthKind = (typeof AUTH_KINDS)[number];

/**
 * Answers `auth`. `user_id` is the address of the account's owner, whichever key was used; `agent`
 * that key, `null` for the owner's own. After `expires_at` the connection has no identity any more.
 */
export const authSuccessFrame = z.object({
  type: z.literal('auth_success'),
  data: z.object({
    user_id: addressField,
    kind: z.enum(AUTH_KINDS),
    agent: z.nullable(addressField),
    expires_at: timestampField,
    /** What public trades call the account; `null` before it is open. */
    pseudonym: z.nullable(textField(64)),
    /** For `Authorization: Bearer` over HTTP, where no secret or token was shown; it reads and cancels. */
    token: z.nullable(textField(4_096)),
  }),
  ...envelope,
});

export type AuthSuccessFrame = z.output<typeof authSuccessFrame>;
