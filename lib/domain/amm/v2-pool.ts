import type { Address } from '../address.ts';
import { MAX_UINT112 } from './uint-limits.ts';

/** The fee of every V2 pair, parts per million of the input. */
export const V2_FEE_PPM = 3000;

/** A Uniswap V2 pair at one block. */
export type V2Pool = {
  readonly kind: 'v2';
  readonly address: Address;
  readonly token0: Address;
  readonly token1: Address;
  readonly feePpm: typeof V2_FEE_PPM;
  readonly reserve0: bigint;
  readonly reserve1: bigint;
};

/**
 * The most that a pair gives for an input. Source: Uniswap v2-periphery
 * `UniswapV2Library.getAmountOut`, and the conditions of `UniswapV2Pair.swap`.
 *
 * @returns `null` where the pair reverts: nothing comes in or goes out, a reserve is empty, or the
 * input would take the reserve past 112 bits.
 */
export function v2AmountOut(
  amountIn: bigint,
  reserveIn: bigint,
  reserveOut: bigint,
): bigint | null {
  if (amountIn <= 0n || reserveIn <= 0n || reserveOut <= 0n) return null;
  if (reserveIn + amountIn > MAX_UINT112) return null;
  const amountInWithFee = amountIn * 997n;
  const amountOut = (amountInWithFee * reserveOut) / (reserveIn * 1000n + amountInWithFee);
  return amountOut === 0n ? null : amountOut;
}

/**
 * The least that a pair asks for an output. Source: Uniswap v2-periphery
 * `UniswapV2Library.getAmountIn`.
 *
 * @returns `null` where the pair reverts: nothing goes out, a reserve is empty, the output is the
 * whole reserve or more, or the input would take the reserve past 112 bits.
 */
export function v2AmountIn(
  amountOut: bigint,
  reserveIn: bigint,
  reserveOut: bigint,
): bigint | null {
  if (amountOut <= 0n || reserveIn <= 0n || amountOut >= reserveOut) return null;
  const amountIn = (reserveIn * amountOut * 1000n) / ((reserveOut - amountOut) * 997n) + 1n;
  return reserveIn + amountIn > MAX_UINT112 ? null : amountIn;
}

/** The fee contained in an input: what `997 / 1000` leaves out, rounded up. */
export function v2FeeAmount(amountIn: bigint): bigint {
  return amountIn - (amountIn * 997n) / 1000n;
}

/** The pair after an input and an output. */
export function v2PoolAfter(
  pool: V2Pool,
  swap: { readonly zeroForOne: boolean; readonly amountIn: bigint; readonly amountOut: bigint },
): V2Pool {
  const { zeroForOne, amountIn, amountOut } = swap;
  return {
    ...pool,
    reserve0: zeroForOne ? pool.reserve0 + amountIn : pool.reserve0 - amountOut,
    reserve1: zeroForOne ? pool.reserve1 - amountOut : pool.reserve1 + amountIn,
  };
}
