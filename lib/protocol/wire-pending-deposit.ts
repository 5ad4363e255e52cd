import * as z from 'zod/mini';
import type { Address } from '#lib/domain/address.ts';
import type { PendingDeposit } from '#lib/domain/settlement.ts';
import { assetOf } from './asset-of.ts';
import { countField, hashField, symbolField } from './fields.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

/** A deposit that the chain has and the account has not yet: `confirmations` of `confirmations_needed`. */
export const wirePendingDeposit = z.object({
  deposit_id: countField(),
  asset: symbolField,
  amount: wireNumber,
  status: z.literal('pending'),
  confirmations: countField(),
  confirmations_needed: countField(),
  tx_hash: hashField,
});

export type WirePendingDeposit = z.output<typeof wirePendingDeposit>;

/** @throws ProtocolError `ledger/unknown-asset`. */
export function encodePendingDeposit(deposit: PendingDeposit): WirePendingDeposit {
  return {
    deposit_id: deposit.depositId,
    asset: deposit.asset,
    amount: toWireNumber(deposit.quanta, assetOf(deposit.asset).decimals),
    status: 'pending',
    confirmations: deposit.confirmations,
    confirmations_needed: deposit.needed,
    tx_hash: deposit.transaction,
  };
}

/**
 * A pending deposit from the wire, which tells an account its own only.
 *
 * @throws ProtocolError `ledger/unknown-asset`, or `gateway/invalid-message` for a finer decimal.
 */
export function decodePendingDeposit(wire: WirePendingDeposit, account: Address): PendingDeposit {
  return {
    account,
    asset: wire.asset,
    quanta: fromWireNumber(wire.amount, assetOf(wire.asset).decimals),
    confirmations: wire.confirmations,
    needed: wire.confirmations_needed,
    transaction: wire.tx_hash,
    depositId: wire.deposit_id,
  };
}
