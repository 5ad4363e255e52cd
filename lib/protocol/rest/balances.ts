import * as z from 'zod/mini';
import type { Balance } from '#lib/domain/balance.ts';
import { validate } from '../validate.ts';
import { decodeBalance, wireBalance } from '../wire-balance.ts';
import { asOf } from './as-of.ts';

/** Answer of `GET /v1/balances`: every asset of the exchange. */
export const balancesResponse = z.object({ balances: z.array(wireBalance), ...asOf });

/** @throws ProtocolError when the answer does not have its form. */
export function decodeBalancesResponse(value: unknown): {
  readonly balances: readonly Balance[];
  readonly seq: number;
} {
  const { balances, seq } = validate(balancesResponse, value);
  return { balances: balances.map(decodeBalance), seq };
}
