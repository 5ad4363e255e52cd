import { MAX_UINT256 } from './uint-limits.ts';

/** The lowest tick a V3 pool can have: log base 1.0001 of 2^-128. */
export const MIN_TICK = -887272;

/** The highest tick a V3 pool can have. */
export const MAX_TICK = 887272;

/** `sqrtRatioAtTick(MIN_TICK)`: the lowest price of a pool, inclusive. */
export const MIN_SQRT_RATIO = 4295128739n;

/** `sqrtRatioAtTick(MAX_TICK)`: the price of a pool is always below it. */
export const MAX_SQRT_RATIO = 1461446703485210103287273052203988822378723970342n;

const Q128 = 1n << 128n;

/** `sqrt(1.0001^-(2^i))` in Q128 for bit `i` of a tick's magnitude. */
const BIT_RATIOS: readonly bigint[] = [
  0xfffcb933bd6fad37aa2d162d1a594001n,
  0xfff97272373d413259a46990580e213an,
  0xfff2e50f5f656932ef12357cf3c7fdccn,
  0xffe5caca7e10e4e61c3624eaa0941cd0n,
  0xffcb9843d60f6159c9db58835c926644n,
  0xff973b41fa98c081472e6896dfb254c0n,
  0xff2ea16466c96a3843ec78b326b52861n,
  0xfe5dee046a99a2a811c461f1969c3053n,
  0xfcbe86c7900a88aedcffc83b479aa3a4n,
  0xf987a7253ac413176f2b074cf7815e54n,
  0xf3392b0822b70005940c7a398e4b70f3n,
  0xe7159475a2c29b7443b29c7fa6e889d9n,
  0xd097f3bdfd2022b8845ad8f792aa5825n,
  0xa9f746462d870fdf8a65dc1f90e061e5n,
  0x70d869a156d2a1b890bb3df62baf32f7n,
  0x31be135f97d08fd981231505542fcfa6n,
  0x9aa508b5b7a84e1c677de54f3e99bc9n,
  0x5d6af8dedb81196699c329225ee604n,
  0x2216e584f5fa1ea926041bedfe98n,
  0x48a170391f7dc42444e8fa2n,
];

/**
 * `sqrt(1.0001^tick) · 2^96`, rounded as the pool rounds it.
 * Source: Uniswap v3-core `TickMath.getSqrtRatioAtTick`.
 *
 * @throws RangeError when the tick is not an integer in [MIN_TICK, MAX_TICK].
 */
export function sqrtRatioAtTick(tick: number): bigint {
  if (!Number.isInteger(tick) || tick < MIN_TICK || tick > MAX_TICK) {
    throw new RangeError(`tick ${tick} is outside [${MIN_TICK}, ${MAX_TICK}]`);
  }
  let remainingBits = tick < 0 ? -tick : tick;
  let ratio = Q128;
  for (let bit = 0; remainingBits !== 0; bit += 1, remainingBits >>>= 1) {
    const bitRatio = BIT_RATIOS[bit];
    if ((remainingBits & 1) === 1 && bitRatio !== undefined) ratio = (ratio * bitRatio) >> 128n;
  }
  if (tick > 0) ratio = MAX_UINT256 / ratio;
  return (ratio + 0xffffffffn) >> 32n;
}

/** Position of the highest set bit of a positive number below 2^192. */
function mostSignificantBit(value: bigint): number {
  let rest = value;
  let position = 0;
  while (rest > 0xffffffffn) {
    rest >>= 32n;
    position += 32;
  }
  return position + 31 - Math.clz32(Number(rest));
}

/**
 * The greatest tick whose price is at most `sqrtPriceX96`.
 * Source: Uniswap v3-core `TickMath.getTickAtSqrtRatio`.
 *
 * @throws RangeError when the price is outside [MIN_SQRT_RATIO, MAX_SQRT_RATIO).
 */
export function tickAtSqrtRatio(sqrtPriceX96: bigint): number {
  if (sqrtPriceX96 < MIN_SQRT_RATIO || sqrtPriceX96 >= MAX_SQRT_RATIO) {
    throw new RangeError(`sqrt price ${sqrtPriceX96} is outside the range of a pool`);
  }
  const ratio = sqrtPriceX96 << 32n;
  const msb = mostSignificantBit(ratio);
  let r = msb >= 128 ? ratio >> BigInt(msb - 127) : ratio << BigInt(127 - msb);
  let fraction = 0;
  // Fourteen binary digits of log2 suffice: the two candidates below then enclose the tick.
  for (let digit = 0; digit < 14; digit += 1) {
    r = (r * r) >> 127n;
    const bit = r >= Q128 ? 1 : 0;
    fraction = (fraction << 1) | bit;
    if (bit === 1) r >>= 1n;
  }
  const log2 = (BigInt(msb - 128) << 64n) + (BigInt(fraction) << 50n);
  const logSqrt10001 = log2 * 255738958999603826347141n;
  const low = Number((logSqrt10001 - 3402992956809132418596140100660247210n) >> 128n);
  const high = Number((logSqrt10001 + 291339464771989622907027621153398088495n) >> 128n);
  if (low === high) return low;
  return high <= MAX_TICK && sqrtRatioAtTick(high) <= sqrtPriceX96 ? high : low;
}
