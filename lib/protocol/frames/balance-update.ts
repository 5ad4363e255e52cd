import * as z from 'zod/mini';
import type { Balance } from '#lib/domain/balance.ts';
import { decodeBalance, encodeBalance, wireBalance } from '../wire-balance.ts';
import { envelope } from './envelope.ts';
import { maybeStreamPosition } from './position.ts';

/**
 * `balance_update.data`: answers `get_balances`, and is pushed on `balances`. A snapshot holds every
 * asset, a delta those that changed, each whole.
 */
const wireBalanceUpdate = z.object({ balances: z.array(wireBalance) });

export type WireBalanceUpdate = z.output<typeof wireBalanceUpdate>;

export const balanceUpdateFrame = z.object({
  type: z.literal('balance_update'),
  data: z.extend(wireBalanceUpdate, maybeStreamPosition),
  ...envelope,
});

/** @throws ProtocolError `ledger/unknown-asset`. */
export function encodeBalanceUpdate(balances: readonly Balance[]): WireBalanceUpdate {
  return { balances: balances.map(encodeBalance) };
}

/** @throws ProtocolError `ledger/unknown-asset`, or `gateway/invalid-message` for a finer decimal. */
export function decodeBalanceUpdate(wire: WireBalanceUpdate): readonly Balance[] {
  return wire.balances.map(decodeBalance);
}
