/**
 * `⌊a · b / denominator⌋` for non-negative operands, without an intermediate overflow.
 * Source: Uniswap v3-core `FullMath.mulDiv`.
 *
 * @throws RangeError when `denominator` is zero.
 */
export function mulDivDown(a: bigint, b: bigint, denominator: bigint): bigint {
  return (a * b) / denominator;
}

/**
 * `⌈a · b / denominator⌉` for non-negative operands, without an intermediate overflow.
 * Source: Uniswap v3-core `FullMath.mulDivRoundingUp`.
 *
 * @throws RangeError when `denominator` is zero.
 */
export function mulDivUp(a: bigint, b: bigint, denominator: bigint): bigint {
  return divUp(a * b, denominator);
}

/** `⌈a / denominator⌉` for a non-negative `a` and a positive `denominator`. */
export function divUp(a: bigint, denominator: bigint): bigint {
  return a === 0n ? 0n / denominator : (a - 1n) / denominator + 1n;
}
