import * as z from 'zod/mini';
import type { Hash } from '#lib/domain/address.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import { assetOf } from './asset-of.ts';
import { countField, hashField, symbolField, timestampField } from './fields.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

/** What came into an account, or left it. */
export type Transfer = {
  /** The exchange's sequence number of it: its id. */
  readonly seq: number;
  readonly asset: string;
  readonly amount: Quanta;
  readonly timestampMs: number;
  /** What brought it on the chain; `null` where that is not known any more. */
  readonly transaction: Hash | null;
};

/**
 * What came in for good. `tx_hash` is `null` where the history was rebuilt from the journal, which has
 * no transactions, or the sidecar was killed before it was written.
 */
export const wireTransfer = z.object({
  id: countField(),
  asset: symbolField,
  amount: wireNumber,
  status: z.literal('completed'),
  timestamp: timestampField,
  tx_hash: z.nullable(hashField),
});

export type WireTransfer = z.output<typeof wireTransfer>;

/** @throws ProtocolError `ledger/unknown-asset`. */
export function encodeTransfer(transfer: Transfer): WireTransfer {
  return {
    id: transfer.seq,
    asset: transfer.asset,
    amount: toWireNumber(transfer.amount, assetOf(transfer.asset).decimals),
    status: 'completed',
    timestamp: transfer.timestampMs,
    tx_hash: transfer.transaction,
  };
}

/** @throws ProtocolError `ledger/unknown-asset`, or `gateway/invalid-message` for a finer decimal. */
export function decodeTransfer(wire: WireTransfer): Transfer {
  return {
    seq: wire.id,
    asset: wire.asset,
    amount: fromWireNumber(wire.amount, assetOf(wire.asset).decimals),
    timestampMs: wire.timestamp,
    transaction: wire.tx_hash,
  };
}
