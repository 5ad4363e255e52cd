import * as z from 'zod/mini';
import type { Balance } from '#lib/domain/balance.ts';
import { symbolField } from '../fields.ts';
import { encodeBalance } from '../wire-balance.ts';
import { wireNumber } from '../wire-number.ts';

/** One of the results of `getBalances`. */
export const camelBalance = z.object({
  currency: symbolField,
  available: wireNumber,
  locked: wireNumber,
  total: wireNumber,
});

/** @throws ProtocolError `ledger/unknown-asset`. */
export function encodeCamelBalance(balance: Balance): z.output<typeof camelBalance> {
  const { asset, ...amounts } = encodeBalance(balance);
  return { currency: asset, ...amounts };
}
