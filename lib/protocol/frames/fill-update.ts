import * as z from 'zod/mini';
import type { Fill } from '#lib/domain/fill.ts';
import type { TradeSettlement } from '#lib/domain/settlement.ts';
import { countField } from '../fields.ts';
import { decodeFill, encodeFill, wireFill } from '../wire-fill.ts';
import {
  decodeTradeSettlement,
  encodeTradeSettlement,
  wireTradeSettlement,
} from '../wire-trade-settlement.ts';
import { envelope } from './envelope.ts';
import { streamPosition } from './position.ts';

/**
 * `fill_update.data`, pushed on `fills`: the newest fills in a snapshot, the new ones in a delta,
 * oldest first. Older ones are at `/v1/fills`. `settlements` tells how far fills are now that were told
 * before.
 */
const wireFillUpdate = z.object({
  fills: z.array(wireFill),
  settlements: z.optional(
    z.array(z.extend(wireTradeSettlement, { trade_ids: z.array(countField()) })),
  ),
});

export type WireFillUpdate = z.output<typeof wireFillUpdate>;

export const fillUpdateFrame = z.object({
  type: z.literal('fill_update'),
  data: z.extend(wireFillUpdate, streamPosition),
  ...envelope,
});

/** How far some fills of an account are now. */
export type FillSettlement = {
  readonly tradeIds: readonly number[];
  readonly settlement: TradeSettlement;
};

/** Fills, new ones or all; and how far others are now. */
export type FillUpdate = {
  readonly fills: readonly Fill[];
  readonly settlements: readonly FillSettlement[];
};

/** @throws ProtocolError `gateway/unknown-symbol`, `ledger/unknown-asset`. */
export function encodeFillUpdate(fills: readonly Fill[]): WireFillUpdate {
  return { fills: fills.map(encodeFill) };
}

/** How far fills are that were told before, for the wire. */
export function encodeFillSettlement({ tradeIds, settlement }: FillSettlement): WireFillUpdate {
  const told = { trade_ids: [...tradeIds], ...encodeTradeSettlement(settlement) };
  return { fills: [], settlements: [told] };
}

/** @throws ProtocolError for a market that is not known, or a finer decimal than it has. */
export function decodeFillUpdate({ fills, settlements = [] }: WireFillUpdate): FillUpdate {
  return {
    fills: fills.map(decodeFill),
    settlements: settlements.map(({ trade_ids: tradeIds, ...wire }) => ({
      tradeIds,
      settlement: decodeTradeSettlement(wire),
    })),
  };
}
