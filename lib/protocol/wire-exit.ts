import * as z from 'zod/mini';
import type { ForcedExit } from '#lib/domain/settlement.ts';
import { assetOf } from './asset-of.ts';
import { countField, hashField, symbolField, timestampField } from './fields.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

/**
 * A forced exit, as the chain has it. From `binds_at` on nothing of the account is settled, from
 * `executable_at` on anybody can have the contract pay it.
 */
export const wireExit = z.object({
  id: countField(),
  status: z.enum(['requested', 'paid', 'cancelled']),
  requested_at: timestampField,
  binds_at: timestampField,
  executable_at: timestampField,
  tx_hash: hashField,
  cancel_tx_hash: z.nullable(hashField),
  payouts: z.array(z.object({ asset: symbolField, amount: wireNumber, tx_hash: hashField })),
});

export type WireExit = z.output<typeof wireExit>;

/** @throws ProtocolError `ledger/unknown-asset`. */
export function encodeExit(exit: ForcedExit): WireExit {
  return {
    id: exit.id,
    status: exit.stage === 'canceled' ? 'cancelled' : exit.stage,
    requested_at: exit.requestedMs,
    binds_at: exit.bindsMs,
    executable_at: exit.executableMs,
    tx_hash: exit.transaction,
    cancel_tx_hash: exit.canceledBy,
    payouts: exit.payouts.map(({ asset, quanta, transaction }) => ({
      asset,
      amount: toWireNumber(quanta, assetOf(asset).decimals),
      tx_hash: transaction,
    })),
  };
}

/** @throws ProtocolError `ledger/unknown-asset`, or `gateway/invalid-message` for a finer decimal. */
export function decodeExit(wire: WireExit): ForcedExit {
  return {
    id: wire.id,
    stage: wire.status === 'cancelled' ? 'canceled' : wire.status,
    requestedMs: wire.requested_at,
    bindsMs: wire.binds_at,
    executableMs: wire.executable_at,
    transaction: wire.tx_hash,
    canceledBy: wire.cancel_tx_hash,
    payouts: wire.payouts.map(({ asset, amount, tx_hash: transaction }) => ({
      asset,
      quanta: fromWireNumber(amount, assetOf(asset).decimals),
      transaction,
    })),
  };
}
