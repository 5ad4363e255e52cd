import * as z from 'zod/mini';
import type { Block } from '#lib/domain/block.ts';
import { baseUnitsField, countField, hashField, timestampField } from './fields.ts';

/** A block of the chain; `timestamp` in milliseconds, `base_fee` in wei as decimal digits. */
export const wireBlock = z.object({
  number: countField(),
  hash: hashField,
  parent_hash: hashField,
  timestamp: timestampField,
  base_fee: z.nullable(baseUnitsField),
});

export type WireBlock = z.output<typeof wireBlock>;

/** A block for the wire; wei as decimal digits. */
export function encodeBlock(block: Block): WireBlock {
  return {
    number: block.number,
    hash: block.hash,
    parent_hash: block.parentHash,
    timestamp: block.timestampMs,
    base_fee: block.baseFeeWei === null ? null : block.baseFeeWei.toString(),
  };
}

/** A block from the wire. */
export function decodeBlock(wire: WireBlock): Block {
  return {
    number: wire.number,
    hash: wire.hash,
    parentHash: wire.parent_hash,
    timestampMs: wire.timestamp,
    baseFeeWei: wire.base_fee === null ? null : BigInt(wire.base_fee),
  };
}
