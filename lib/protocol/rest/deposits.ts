import * as z from 'zod/mini';
import { validate } from '../validate.ts';
import { decodeTransfer, type Transfer, wireTransfer } from '../wire-transfer.ts';
import { asOf } from './as-of.ts';
import { type Page, pageMembers, pageQuery } from './page.ts';

/** Query of `GET /v1/deposits`. */
export const depositsQuery = z.object(pageQuery);

/** The account's deposits, the newest first. */
export const depositsResponse = z.object({
  deposits: z.array(wireTransfer),
  ...pageMembers,
  ...asOf,
});

/** @throws ProtocolError when the answer does not have its form. */
export function decodeDepositsResponse(value: unknown): Page<Transfer> {
  const { deposits, next_cursor: nextCursor, seq } = validate(depositsResponse, value);
  return { rows: deposits.map(decodeTransfer), nextCursor, seq };
}
