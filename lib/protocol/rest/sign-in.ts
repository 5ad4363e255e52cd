import * as z from 'zod/mini';
import type { Address } from '#lib/domain/address.ts';
import { addressField, countField, signatureField, textField, timestampField } from '../fields.ts';
import { validate } from '../validate.ts';

/**
 * Answer of `GET /v1/auth/nonce`: what a Sign-In with Ethereum message (EIP-4361) must hold to be taken
 * by `POST /v1/auth/login`. The nonce is good once, until `expires_at`.
 */
export const nonceResponse = z.object({
  nonce: textField(128),
  statement: textField(256),
  chain_id: countField(),
  /** Origins whose pages may ask for a sign-in: the message's URI and domain are one of them. */
  origins: z.array(textField(256)),
  issued_at: timestampField,
  expires_at: timestampField,
});

/** Body of `POST /v1/auth/login`: the message, as it was signed by the account's owner. */
export const loginRequest = z.object({ message: textField(4_096), signature: signatureField });

/** A session: the token reads and cancels for the owner of `user_id` until `expires_at`. */
export const loginResponse = z.object({
  token: textField(4_096),
  user_id: addressField,
  expires_at: timestampField,
});

export type SignInNonce = {
  readonly nonce: string;
  readonly statement: string;
  readonly chainId: number;
  readonly origins: readonly string[];
  readonly issuedMs: number;
  readonly expiresMs: number;
};

export type SignedIn = {
  readonly token: string;
  readonly address: Address;
  readonly expiresMs: number;
};

/** What a sign-in message must hold, for the wire. */
export function encodeNonceResponse(nonce: SignInNonce): z.output<typeof nonceResponse> {
  return {
    nonce: nonce.nonce,
    statement: nonce.statement,
    chain_id: nonce.chainId,
    origins: [...nonce.origins],
    issued_at: nonce.issuedMs,
    expires_at: nonce.expiresMs,
  };
}

/** @throws ProtocolError when the answer does not have its form. */
export function decodeNonceResponse(value: unknown): SignInNonce {
  const wire = validate(nonceResponse, value);
  return {
    nonce: wire.nonce,
    statement: wire.statement,
    chainId: wire.chain_id,
    origins: wire.origins,
    issuedMs: wire.issued_at,
    expiresMs: wire.expires_at,
  };
}

/** @throws ProtocolError when the answer does not have its form. */
export function decodeLoginResponse(value: unknown): SignedIn {
  const { token, user_id: address, expires_at: expiresMs } = validate(loginResponse, value);
  return { token, address, expiresMs };
}
