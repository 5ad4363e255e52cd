/** When a block was made, and when this page saw it first. */
export type SeenBlock = {
  /** Seconds since the epoch, by the chain. */
  readonly seconds: number;
  /** Milliseconds since the epoch, by this device. */
  readonly seenMs: number;
};

/**
 * The time that the next block will have at least, in seconds since the epoch. A chain whose last
 * block is old makes the next one at the time of day; one that runs ahead of this device's clock goes
 * on from its last block.
 */
export function chainNow({ seconds, seenMs }: SeenBlock, nowMs: number): number {
  const sinceSeen = Math.max(0, nowMs - seenMs) / 1_000;
  return Math.floor(Math.max(seconds + sinceSeen, nowMs / 1_000));
}
