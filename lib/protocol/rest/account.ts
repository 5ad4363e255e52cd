import * as z from 'zod/mini';
import type { Address } from '#lib/domain/address.ts';
import {
  addressField,
  countField,
  epochField,
  flagField,
  signatureField,
  textField,
  timestampField,
} from '../fields.ts';
import { AUTH_KINDS, type AuthKind } from '../frames/auth-success.ts';
import { validate } from '../validate.ts';
import { asOf } from './as-of.ts';

/**
 * Answer of `GET /v1/account`: whose account it is, with which key it is asked for, and how fast it
 * may go. `pseudonym` is what public trades call it, `null` before its first deposit.
 */
export const accountResponse = z.object({
  user_id: addressField,
  kind: z.enum(AUTH_KINDS),
  agent: z.nullable(addressField),
  pseudonym: z.nullable(textField(64)),
  /** Whether it takes no orders and withdrawals: it leaves through the exit, or could not be settled. */
  frozen: flagField,
  expires_at: timestampField,
  fee_tier: textField(64),
  rate_limit: z.object({
    per_second: countField(),
    burst: countField(),
    /** An account that holds nothing has the rate of the address that it comes from, shared. */
    counted_for: z.enum(['account', 'address']),
  }),
  ...asOf,
});

/** Body of `POST /v1/account/epoch`: ends everything that was signed before; signed as `CancelAll`. */
export const bumpEpochRequest = z.object({
  account: addressField,
  /** The one after the present one. */
  epoch: epochField,
  signature: signatureField,
});

export const bumpEpochResponse = z.object({ epoch: epochField, ...asOf });

export type AccountResponse = {
  readonly address: Address;
  readonly kind: AuthKind;
  readonly agent: Address | null;
  readonly pseudonym: string | null;
  readonly frozen: boolean;
  readonly expiresMs: number;
  readonly feeTier: string;
  /** Requests a second, and at once: orders, cancels and all else each for themselves. */
  readonly rateLimit: { readonly perSecond: number; readonly burst: number };
};

/** @throws ProtocolError when the answer does not have its form. */
export function decodeAccountResponse(value: unknown): AccountResponse {
  const wire = validate(accountResponse, value);
  return {
    address: wire.user_id,
    kind: wire.kind,
    agent: wire.agent,
    pseudonym: wire.pseudonym,
    frozen: wire.frozen,
    expiresMs: wire.expires_at,
    feeTier: wire.fee_tier,
    rateLimit: { perSecond: wire.rate_limit.per_second, burst: wire.rate_limit.burst },
  };
}
