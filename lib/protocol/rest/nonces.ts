import * as z from 'zod/mini';
import type { Address } from '#lib/domain/address.ts';
import { addressField } from '../fields.ts';
import { validate } from '../validate.ts';
import { type NonceRange, noncesMembers, reservedNoncesMembers } from '../wire-nonces.ts';
import { asOf } from './as-of.ts';

/** Query of `GET /v1/nonces`: whose ranges are asked for; without it, of the key that asks. */
export const noncesQuery = z.object({ agent: z.optional(addressField) });

/** Answer of `GET /v1/nonces`. */
export const noncesResponse = z.object({ ...noncesMembers, ...asOf });

/** Body of `POST /v1/nonces`: for which key a range is reserved; without it, for the one that asks. */
export const reserveNoncesRequest = z.object({ agent: z.optional(addressField) });

/** Answer of `POST /v1/nonces`: the range is the signer's for resting orders. */
export const reservedNoncesResponse = z.object({ ...reservedNoncesMembers, ...asOf });

export type NonceState = {
  readonly epoch: number;
  readonly nextOneShotNonce: number;
  readonly ranges: readonly NonceRange[];
  readonly seq: number;
};

/** @throws ProtocolError when the answer does not have its form. */
export function decodeNoncesResponse(value: unknown): NonceState {
  const { epoch, next_one_shot: next, ranges, seq } = validate(noncesResponse, value);
  return { epoch, nextOneShotNonce: next, ranges, seq };
}

/** @throws ProtocolError when the answer does not have its form. */
export function decodeReservedNonces(value: unknown): NonceRange & { readonly signer: Address } {
  const { signer, first, count } = validate(reservedNoncesResponse, value);
  return { signer, first, count };
}
