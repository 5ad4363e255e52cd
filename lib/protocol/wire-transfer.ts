import * as z from 'zod/mini';
import type { Quanta } from '#lib/domain/quanta.ts';
import { assetOf } from './asset-of.ts';
import { countField, symbolField, timestampField } from './fields.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

/** What came into an account, or left it. */
export type Transfer = {
  /** The exchange's sequence number of it: its id. */
  readonly seq: number;
  readonly asset: string;
  readonly amount: Quanta;
  readonly timestampMs: number;
};

/** What came in for good. */
export const wireTransfer = z.object({
  id: countField(),
  asset: symbolField,
  amount: wireNumber,
  status: z.literal('completed'),
  timestamp: timestampField,
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
  };
}

/** @throws ProtocolError `ledger/unknown-asset`, or `gateway/invalid-message` for a finer decimal. */
export function decodeTransfer(wire: WireTransfer): Transfer {
  return {
    seq: wire.id,
    asset: wire.asset,
    amount: fromWireNumber(wire.amount, assetOf(wire.asset).decimals),
    timestampMs: wire.timestamp,
  };
}
