import * as z from 'zod/mini';
import { textField, timestampField } from '../fields.ts';

/**
 * What to sign in order to authenticate without a secret: `message` by EIP-191 (`personal_sign`), once,
 * before `expires_at`; `auth` then names the `nonce`. An `auth/invalid-challenge` error brings a fresh one.
 */
export const wireChallenge = z.object({
  nonce: textField(128),
  message: textField(1_024),
  expires_at: timestampField,
});

export type WireChallenge = z.output<typeof wireChallenge>;

/** A challenge for the wire. */
export function encodeChallenge(challenge: {
  readonly nonce: string;
  readonly message: string;
  readonly expiresMs: number;
}): WireChallenge {
  const { nonce, message, expiresMs } = challenge;
  return { nonce, message, expires_at: expiresMs };
}
