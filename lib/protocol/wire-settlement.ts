import * as z from 'zod/mini';
import type { Settlement } from '#lib/domain/settlement.ts';
import { countField, hashField, timestampField } from './fields.ts';

/**
 * A batch: trades `first_trade` … `last_trade`, but for those that are left out, and withdrawals. There
 * are no trades in it when the first is above the last. `timestamp` is when it was sent.
 */
export const wireSettlement = z.object({
  batch: countField(),
  status: z.enum(['settling', 'settled']),
  tx_hash: z.nullable(hashField),
  /** `null` until it is settled. */
  block: z.nullable(countField()),
  first_trade: countField(),
  last_trade: countField(),
  withdrawals: countField(),
  gas_used: z.nullable(countField()),
  timestamp: timestampField,
});

export type WireSettlement = z.output<typeof wireSettlement>;

/** A batch for the wire. */
export function encodeSettlement(settlement: Settlement): WireSettlement {
  return {
    batch: settlement.batch,
    status: settlement.stage,
    tx_hash: settlement.transaction,
    block: settlement.block,
    first_trade: settlement.firstTrade,
    last_trade: settlement.lastTrade,
    withdrawals: settlement.withdrawals,
    gas_used: settlement.gasUsed,
    timestamp: settlement.timeMs,
  };
}

/** A batch from the wire. */
export function decodeSettlement(wire: WireSettlement): Settlement {
  return {
    batch: wire.batch,
    stage: wire.status,
    transaction: wire.tx_hash,
    block: wire.block,
    firstTrade: wire.first_trade,
    lastTrade: wire.last_trade,
    withdrawals: wire.withdrawals,
    gasUsed: wire.gas_used,
    timeMs: wire.timestamp,
  };
}
