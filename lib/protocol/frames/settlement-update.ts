import * as z from 'zod/mini';
import type { Settlement } from '#lib/domain/settlement.ts';
import { decodeSettlement, encodeSettlement, wireSettlement } from '../wire-settlement.ts';
import { envelope } from './envelope.ts';
import { streamPosition } from './position.ts';

/**
 * `settlement_update.data`, pushed on `settlements`: the last settled batch and the one that is on its
 * way in a snapshot, the one that something happened to in a delta. Older ones are at `/v1/settlements`.
 */
const wireSettlementUpdate = z.object({ settlements: z.array(wireSettlement) });

type WireSettlementUpdate = z.output<typeof wireSettlementUpdate>;

export const settlementUpdateFrame = z.object({
  type: z.literal('settlement_update'),
  data: z.extend(wireSettlementUpdate, streamPosition),
  ...envelope,
});

/** Batches for the wire. */
export function encodeSettlementUpdate(settlements: readonly Settlement[]): WireSettlementUpdate {
  return { settlements: settlements.map(encodeSettlement) };
}

/** Batches from the wire. */
export function decodeSettlementUpdate(wire: WireSettlementUpdate): readonly Settlement[] {
  return wire.settlements.map(decodeSettlement);
}
