import * as z from 'zod/mini';
import type { Withdrawal } from '#lib/domain/settlement.ts';
import { assetOf } from './asset-of.ts';
import { addressField, hashField, nonceField, symbolField, timestampField } from './fields.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

/**
 * Money on its way out, or gone. `returned` = it could not be paid in time, and is in the account
 * again; `timestamp` is when it was asked for.
 */
export const wireWithdrawal = z.object({
  nonce: nonceField,
  asset: symbolField,
  amount: wireNumber,
  to: addressField,
  status: z.enum(['requested', 'settling', 'paid', 'returned']),
  tx_hash: z.nullable(hashField),
  timestamp: timestampField,
});

export type WireWithdrawal = z.output<typeof wireWithdrawal>;

/** @throws ProtocolError `ledger/unknown-asset`. */
export function encodeWithdrawal(withdrawal: Withdrawal): WireWithdrawal {
  return {
    nonce: withdrawal.nonce,
    asset: withdrawal.asset,
    amount: toWireNumber(withdrawal.quanta, assetOf(withdrawal.asset).decimals),
    to: withdrawal.to,
    status: withdrawal.stage,
    tx_hash: withdrawal.transaction,
    timestamp: withdrawal.requestedMs,
  };
}

/** @throws ProtocolError `ledger/unknown-asset`, or `gateway/invalid-message` for a finer decimal. */
export function decodeWithdrawal(wire: WireWithdrawal): Withdrawal {
  return {
    nonce: wire.nonce,
    asset: wire.asset,
    quanta: fromWireNumber(wire.amount, assetOf(wire.asset).decimals),
    to: wire.to,
    stage: wire.status,
    transaction: wire.tx_hash,
    requestedMs: wire.timestamp,
  };
}
