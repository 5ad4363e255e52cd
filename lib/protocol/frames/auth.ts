import * as z from 'zod/mini';
import {
  addressField,
  requestIdField,
  signatureField,
  textField,
  timestampField,
} from '../fields.ts';
import { invalidField } from '../invalid-field.ts';

/**
 * Says who the client is, in one of three ways: a trading key and its secret, which the gateway then
 * signs orders with; the token of a session, which reads and cancels; or an address (an owner's or a
 * trading key's) with its signature over the challenge that the connection was greeted with.
 */
export const authFrame = z.object({
  type: z.literal('auth'),
  apiKey: z.optional(textField(128)),
  apiSecret: z.optional(textField(128)),
  token: z.optional(textField(4_096)),
  address: z.optional(addressField),
  signature: z.optional(signatureField),
  /** Of the challenge that was signed; its whole text is understood too. */
  nonce: z.optional(textField(1_024)),
  /** When the client sent it, by its own clock: it is told when that is far off. */
  timestamp: z.optional(timestampField),
  request_id: z.optional(requestIdField),
});

export type AuthFrame = z.output<typeof authFrame>;

/** What proves an identity. */
export type Credentials =
  | { readonly kind: 'api-key'; readonly apiKey: string; readonly apiSecret: string }
  | { readonly kind: 'token'; readonly token: string }
  | {
      readonly kind: 'challenge';
      readonly address: string;
      readonly signature: string;
      readonly nonce: string;
    };

/** @throws ProtocolError `gateway/invalid-message`, naming what is missing. */
export function decodeCredentials(
  wire: Omit<AuthFrame, 'type' | 'request_id' | 'timestamp'>,
): Credentials {
  const { apiKey, apiSecret, token, address, signature, nonce } = wire;
  if (token !== undefined) return { kind: 'token', token };
  if (apiKey !== undefined) {
    if (apiSecret === undefined) throw invalidField('apiSecret', 'expected beside apiKey');
    return { kind: 'api-key', apiKey, apiSecret };
  }
  if (address === undefined) {
    throw invalidField('token', 'expected, or apiKey and apiSecret, or address and signature');
  }
  if (signature === undefined) throw invalidField('signature', 'expected beside address');
  if (nonce === undefined) throw invalidField('nonce', 'expected: the challenge that is signed');
  return { kind: 'challenge', address, signature, nonce: NONCE_LINE.exec(nonce)?.[1] ?? nonce };
}

/** Where a challenge names its nonce. */
const NONCE_LINE = /^Nonce: (\S+)$/m;
