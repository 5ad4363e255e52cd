import * as z from 'zod/mini';
import type { TradeSettlement } from '#lib/domain/settlement.ts';
import { countField, hashField } from './fields.ts';

/**
 * How far a trade is on its way to the chain: `matched` (final, not sent yet), `settling` (its batch was
 * sent), `settled` (in a block that is final), `quarantined` (left out for now), `annulled` (undone: neither
 * side of it could be settled).
 */
export const wireTradeSettlement = z.object({
  status: z.enum(['matched', 'settling', 'settled', 'quarantined', 'annulled']),
  batch: z.nullable(countField()),
  tx_hash: z.nullable(hashField),
});

export type WireTradeSettlement = z.output<typeof wireTradeSettlement>;

/** Where a trade stands, for the wire. */
export function encodeTradeSettlement(settlement: TradeSettlement): WireTradeSettlement {
  const { stage, batch, transaction } = settlement;
  return { status: stage, batch, tx_hash: transaction };
}

/** Where a trade stands, from the wire. */
export function decodeTradeSettlement(wire: WireTradeSettlement): TradeSettlement {
  return { stage: wire.status, batch: wire.batch, transaction: wire.tx_hash };
}
