import type { Hash } from './address.ts';

/** The head of the chain, as far as anyone outside the chain's own modules needs it. */
export type Block = {
  readonly number: number;
  readonly hash: Hash;
  readonly parentHash: Hash;
  /** When the block says it was made, milliseconds since the epoch. */
  readonly timestampMs: number;
  /** Wei of the native coin a unit of gas; `null` on chains without a base fee. */
  readonly baseFeeWei: bigint | null;
};
