import * as z from 'zod/mini';
import { addressField, countField, epochField, nonceField } from './fields.ts';

const nonceRange = z.object({ first: nonceField, count: countField() });

/** Consecutive nonces. */
export type NonceRange = z.output<typeof nonceRange>;

/**
 * What a signer must know to sign the next order. One-shot orders (IOC, FOK, market) take the larger of
 * `next_one_shot` and the time in milliseconds, resting ones a nonce of their signer's ranges, each once.
 */
export const noncesMembers = {
  epoch: epochField,
  next_one_shot: nonceField,
  ranges: z.array(nonceRange),
};

/** A range that was reserved, and for which key. */
export const reservedNoncesMembers = {
  signer: addressField,
  first: nonceField,
  count: countField(),
};

const wireNonces = z.object(noncesMembers);

/** What a signer must know, for the wire. */
export function encodeNonces(state: {
  readonly epoch: number;
  readonly nextOneShotNonce: number;
  readonly ranges: readonly NonceRange[];
}): z.output<typeof wireNonces> {
  const { epoch, nextOneShotNonce, ranges } = state;
  return { epoch, next_one_shot: nextOneShotNonce, ranges: [...ranges] };
}
