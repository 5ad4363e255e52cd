import * as z from 'zod/mini';
import type { Fill } from '#lib/domain/fill.ts';
import { validate } from '../validate.ts';
import { decodeFill, wireFill } from '../wire-fill.ts';
import { asOf } from './as-of.ts';
import { marketPageQuery, type Page, pageMembers } from './page.ts';

/** Query of `GET /v1/fills`. */
export const fillsQuery = z.object(marketPageQuery);

/** The account's fills, the newest first. */
export const fillsResponse = z.object({ fills: z.array(wireFill), ...pageMembers, ...asOf });

/** @throws ProtocolError when the answer does not have its form. */
export function decodeFillsResponse(value: unknown): Page<Fill> {
  const { fills, next_cursor: nextCursor, seq } = validate(fillsResponse, value);
  return { rows: fills.map(decodeFill), nextCursor, seq };
}
