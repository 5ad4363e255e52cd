import * as z from 'zod/mini';
import { reservedNoncesMembers } from '../wire-nonces.ts';
import { envelope } from './envelope.ts';

/** Answers `reserve_nonces`: the range is the signer's for resting orders. */
export const noncesReservedFrame = z.object({
  type: z.literal('nonces_reserved'),
  data: z.object(reservedNoncesMembers),
  ...envelope,
});

export type NoncesReservedFrame = z.output<typeof noncesReservedFrame>;
