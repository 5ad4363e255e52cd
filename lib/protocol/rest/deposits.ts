import * as z from 'zod/mini';
import type { Address } from '#lib/domain/address.ts';
import type { PendingDeposit } from '#lib/domain/settlement.ts';
import { validate } from '../validate.ts';
import { decodePendingDeposit, wirePendingDeposit } from '../wire-pending-deposit.ts';
import { decodeTransfer, type Transfer, wireTransfer } from '../wire-transfer.ts';
import { asOf } from './as-of.ts';
import { type Page, pageMembers, pageQuery } from './page.ts';

/** Query of `GET /v1/deposits`. */
export const depositsQuery = z.object(pageQuery);

/**
 * The account's deposits, the newest first. `pending` are those that the chain has and the account has
 * not yet, on the first page only.
 */
export const depositsResponse = z.object({
  deposits: z.array(wireTransfer),
  pending: z.array(wirePendingDeposit),
  ...pageMembers,
  ...asOf,
});

/**
 * A page of an account's deposits.
 *
 * @throws ProtocolError when the answer does not have its form.
 */
export function decodeDepositsResponse(
  value: unknown,
  account: Address,
): Page<Transfer> & { readonly pending: readonly PendingDeposit[] } {
  const { deposits, pending, next_cursor: nextCursor, seq } = validate(depositsResponse, value);
  return {
    rows: deposits.map(decodeTransfer),
    pending: pending.map((each) => decodePendingDeposit(each, account)),
    nextCursor,
    seq,
  };
}
