import type { Fraction } from '#lib/domain/amm/fraction.ts';
import { integerSqrt } from '#lib/domain/amm/integer-sqrt.ts';
import { isTradable, midPrice, type Pool } from '#lib/domain/amm/pool.ts';
import { type V2Pool, v2AmountOut } from '#lib/domain/amm/v2-pool.ts';
import type { V3Pool } from '#lib/domain/amm/v3-pool.ts';
import { swapV3, widestPriceLimit } from '#lib/domain/amm/v3-swap.ts';
import { PPM } from '#lib/domain/ppm.ts';

/** A swap that moves a pool towards the fair price, and pays. */
export type ArbitrageTrade = {
  readonly pool: Pool;
  /** Whether token0 is paid and token1 received. */
  readonly zeroForOne: boolean;
  readonly amountIn: bigint;
  /** What the pool gives for it in the state that was read, exactly. */
  readonly amountOut: bigint;
  /** Where a V3 swap ends at the latest; `null` on V2. */
  readonly sqrtPriceLimitX96: bigint | null;
};

export type ArbitrageInput = {
  readonly pool: Pool;
  /** Token1 for one base unit of token0 where the market trades. */
  readonly fair: Fraction;
  /** A pool is left alone while the next unit swapped would gain no more than this after its fee. */
  readonly thresholdPpm: number;
};

/**
 * Which way a pool is out of line: true when token0 can be sold to it for more than it is worth, its
 * fee paid, false when token1 can, and `null` inside the band where neither pays more than the
 * threshold.
 */
export function mispricedSide({ pool, fair, thresholdPpm }: ArbitrageInput): boolean | null {
  if (!isTradable(pool)) return null;
  const price = midPrice({ pool, zeroForOne: true });
  const kept = PPM - BigInt(pool.feePpm);
  const gain = PPM + BigInt(thresholdPpm);
  const poolSide = price.numerator * fair.denominator;
  const fairSide = fair.numerator * price.denominator;
  if (poolSide * kept > fairSide * gain) return true;
  if (fairSide * kept > poolSide * gain) return false;
  return null;
}

/**
 * The exact swap that takes a pool to the edge of its no-arbitrage band, where the next unit would gain
 * nothing after the fee: beyond it every unit would lose.
 *
 * @param most the most that may be paid in, base units of the token that is paid
 * @returns `null` when the pool is within its band, or what may be paid in buys nothing.
 */
export function arbitrageTrade(input: ArbitrageInput, most: bigint): ArbitrageTrade | null {
  const zeroForOne = mispricedSide(input);
  if (zeroForOne === null || most <= 0n) return null;
  const { pool, fair } = input;
  return pool.kind === 'v2'
    ? v2Trade({ pool, fair, zeroForOne, most })
    : v3Trade({ pool, fair, zeroForOne, most });
}

/**
 * Constant product: an input `x` is optimal where `(in + γx)² = γ · in · out / p`, with γ the part
 * of the input that the fee leaves and p the output token for one input token at the fair price.
 */
function v2Trade({
  pool,
  fair,
  zeroForOne,
  most,
}: {
  readonly pool: V2Pool;
  readonly fair: Fraction;
  readonly zeroForOne: boolean;
  readonly most: bigint;
}): ArbitrageTrade | null {
  const [reserveIn, reserveOut] = zeroForOne
    ? [pool.reserve0, pool.reserve1]
    : [pool.reserve1, pool.reserve0];
  const [paid, received] = zeroForOne
    ? [fair.denominator, fair.numerator]
    : [fair.numerator, fair.denominator];
  const kept = PPM - BigInt(pool.feePpm);
  const target = integerSqrt((kept * reserveIn * reserveOut * paid) / (PPM * received));
  const optimal = ((target - reserveIn) * PPM) / kept;
  const amountIn = optimal < most ? optimal : most;
  const amountOut = v2AmountOut(amountIn, reserveIn, reserveOut);
  if (amountOut === null) return null;
  return { pool, zeroForOne, amountIn, amountOut, sqrtPriceLimitX96: null };
}

/** Concentrated liquidity: the swap ends at the price limit where the fee eats what is left to gain. */
function v3Trade({
  pool,
  fair,
  zeroForOne,
  most,
}: {
  readonly pool: V3Pool;
  readonly fair: Fraction;
  readonly zeroForOne: boolean;
  readonly most: bigint;
}): ArbitrageTrade | null {
  const sqrtPriceLimitX96 = bandEdge(pool, fair, zeroForOne);
  const swap = swapV3(pool, { zeroForOne, exactIn: true, amount: most, sqrtPriceLimitX96 });
  const { amountIn, amountOut } = swap;
  if (amountIn === 0n || amountOut === 0n) return null;
  return { pool, zeroForOne, amountIn, amountOut, sqrtPriceLimitX96 };
}

/** The square root of `p / γ` downwards and of `p · γ` upwards, never past it, within V3's range. */
function bandEdge(pool: V3Pool, fair: Fraction, zeroForOne: boolean): bigint {
  const kept = PPM - BigInt(pool.feePpm);
  const widest = widestPriceLimit(zeroForOne);
  if (zeroForOne) {
    const edge = integerSqrt(((fair.numerator * PPM) << 192n) / (fair.denominator * kept)) + 1n;
    return edge > widest ? edge : widest;
  }
  const edge = integerSqrt(((fair.numerator * kept) << 192n) / (fair.denominator * PPM));
  return edge < widest ? edge : widest;
}
