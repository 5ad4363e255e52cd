/** A small deterministic generator (mulberry32): numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An amount from one millionth of `most` up to it, evenly over its orders of magnitude. */
export function randomAmount(random: () => number, most: bigint): bigint {
  const scale = BigInt(Math.floor(10 ** (6 + 6 * random())));
  return (most * scale) / 10n ** 12n + 1n;
}
