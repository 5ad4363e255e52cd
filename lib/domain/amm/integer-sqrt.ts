/**
 * The largest integer whose square is at most `value`, by Newton's method on integers.
 *
 * @throws RangeError when `value` is negative.
 */
export function integerSqrt(value: bigint): bigint {
  if (value < 0n) throw new RangeError('a negative number has no square root');
  if (value < 2n) return value;
  // Any start at or above the root descends to it; this one is at most twice too large.
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
