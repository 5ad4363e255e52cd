import * as z from 'zod/mini';
import type { ForcedExit } from '#lib/domain/settlement.ts';
import { validate } from '../validate.ts';
import { decodeExit, wireExit } from '../wire-exit.ts';
import { asOf } from './as-of.ts';
import { type Page, pageMembers, pageQuery } from './page.ts';

/** Query of `GET /v1/exits`. */
export const exitsQuery = z.object(pageQuery);

/** The account's forced exits, the newest first. */
export const exitsResponse = z.object({ exits: z.array(wireExit), ...pageMembers, ...asOf });

/** @throws ProtocolError when the answer does not have its form. */
export function decodeExitsResponse(value: unknown): Page<ForcedExit> {
  const { exits, next_cursor: nextCursor, seq } = validate(exitsResponse, value);
  return { rows: exits.map(decodeExit), nextCursor, seq };
}
