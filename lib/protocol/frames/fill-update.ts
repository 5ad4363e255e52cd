import * as z from 'zod/mini';
import type { Fill } from '#lib/domain/fill.ts';
import { decodeFill, encodeFill, wireFill } from '../wire-fill.ts';
import { envelope } from './envelope.ts';
import { streamPosition } from './position.ts';

/**
 * `fill_update.data`, pushed on `fills`: the newest fills in a snapshot, the new ones in a delta,
 * oldest first. Older ones are at `/v1/fills`.
 */
const wireFillUpdate = z.object({ fills: z.array(wireFill) });

export type WireFillUpdate = z.output<typeof wireFillUpdate>;

export const fillUpdateFrame = z.object({
  type: z.literal('fill_update'),
  data: z.extend(wireFillUpdate, streamPosition),
  ...envelope,
});

/** @throws ProtocolError `gateway/unknown-symbol`, `ledger/unknown-asset`. */
export function encodeFillUpdate(fills: readonly Fill[]): WireFillUpdate {
  return { fills: fills.map(encodeFill) };
}

/** @throws ProtocolError for a market that is not known, or a finer decimal than it has. */
export function decodeFillUpdate(wire: WireFillUpdate): readonly Fill[] {
  return wire.fills.map(decodeFill);
}
