import * as z from 'zod/mini';
import { noncesMembers } from '../wire-nonces.ts';
import { envelope } from './envelope.ts';

/** Answers `get_nonces`. */
export const noncesUpdateFrame = z.object({
  type: z.literal('nonces_update'),
  data: z.object(noncesMembers),
  ...envelope,
});

export type NoncesUpdateFrame = z.output<typeof noncesUpdateFrame>;
