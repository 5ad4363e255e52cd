import * as z from 'zod/mini';
import type { Withdrawal } from '#lib/domain/settlement.ts';
import { nonceField } from '../fields.ts';
import { validate } from '../validate.ts';
import { decodeWithdrawal, wireWithdrawal } from '../wire-withdrawal.ts';
import { asOf } from './as-of.ts';
import { type Page, pageMembers, pageQuery } from './page.ts';

/** Query of `GET /v1/withdrawals`. */
export const withdrawalsQuery = z.object(pageQuery);

/** The account's withdrawals, the newest first. */
export const withdrawalsResponse = z.object({
  withdrawals: z.array(wireWithdrawal),
  ...pageMembers,
  ...asOf,
});

/** Answer of `POST /v1/withdrawals`: the money is put aside, and paid with one of the next batches. */
export const requestedWithdrawalResponse = z.object({
  nonce: nonceField,
  status: z.literal('requested'),
  ...asOf,
});

/** @throws ProtocolError when the answer does not have its form. */
export function decodeWithdrawalsResponse(value: unknown): Page<Withdrawal> {
  const { withdrawals, next_cursor: nextCursor, seq } = validate(withdrawalsResponse, value);
  return { rows: withdrawals.map(decodeWithdrawal), nextCursor, seq };
}
