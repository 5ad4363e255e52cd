import * as z from 'zod/mini';
import type { OrderSignature } from '#lib/domain/order-request.ts';
import { epochField, nonceField, ppmField, signatureField, timestampField } from './fields.ts';
import { invalidField } from './invalid-field.ts';

/**
 * What accompanies a signed order, beside the members that say what is ordered. `expires_at` is until
 * when the signature may be settled, milliseconds, and of an order that is good till a date also when
 * it ends. Without a signature the gateway signs, if the client gave it the key to do so.
 */
export const signatureMembers = {
  signature: z.nullish(signatureField),
  nonce: z.nullish(nonceField),
  epoch: z.nullish(epochField),
  max_fee_ppm: z.nullish(ppmField),
  expires_at: z.nullish(timestampField),
};

const members = z.object(signatureMembers);

export type SignatureMembers = z.output<typeof members>;

/** Seconds that 32 bits can count. */
const MAX_EXPIRY = 4_294_967_295;

/** The members that carry a signature; none where there is none. */
export function encodeSignature(signed: OrderSignature | null): SignatureMembers {
  if (signed === null) return {};
  return {
    signature: signed.signature,
    nonce: signed.nonce,
    epoch: signed.epoch,
    max_fee_ppm: signed.maxFeePpm,
    expires_at: signed.expiry * 1_000,
  };
}

/**
 * The signature in a message, `null` where there is none.
 *
 * @param prefix - of the fields' names in errors: `order.`
 * @throws ProtocolError `gateway/invalid-message` when a member that is signed is missing, or the
 *   expiry is not a whole second within 32 bits.
 */
export function decodeSignature(wire: SignatureMembers, prefix: string): OrderSignature | null {
  const { signature, nonce, epoch, max_fee_ppm: maxFeePpm, expires_at: expiresAt } = wire;
  if (signature === null || signature === undefined) return null;
  const needed = (name: string, value: number | null | undefined): number => {
    if (typeof value === 'number') return value;
    throw invalidField(`${prefix}${name}`, 'expected, because it is signed');
  };
  const expiresMs = needed('expires_at', expiresAt);
  if (expiresMs % 1_000 !== 0 || expiresMs === 0 || expiresMs / 1_000 > MAX_EXPIRY) {
    throw invalidField(`${prefix}expires_at`, 'expected whole seconds, in milliseconds');
  }
  return {
    signature,
    nonce: needed('nonce', nonce),
    epoch: needed('epoch', epoch),
    maxFeePpm: needed('max_fee_ppm', maxFeePpm),
    expiry: expiresMs / 1_000,
  };
}
