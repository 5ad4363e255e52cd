import { type Address, sameAddress } from '../address.ts';
import { type Fraction, inverse } from './fraction.ts';
import { type V2Pool, v2AmountIn, v2AmountOut, v2FeeAmount, v2PoolAfter } from './v2-pool.ts';
import { v3Curve } from './v3-curve.ts';
import { type V3Pool, v3Price0 } from './v3-pool.ts';
import { type V3SwapResult, v3PoolAfter } from './v3-swap.ts';

/** A pool of either version. Pools are immutable: a new block makes new objects. */
export type Pool = V2Pool | V3Pool;

/** A pool in one of its two directions. */
export type PoolSide = {
  readonly pool: Pool;
  /** Whether token0 is paid and token1 received. */
  readonly zeroForOne: boolean;
};

/** A swap of which the whole amount is filled. */
export type PoolSwap = {
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  /** The part of `amountIn` that is the pool's fee. */
  readonly feeAmount: bigint;
  /** Initialised ticks crossed; always 0 on V2. */
  readonly ticksCrossed: number;
  /** The pool as the swap leaves it: what a later swap in the same transaction meets. */
  readonly after: () => Pool;
};

/** Whether a pool can be swapped on at all: it has reserves, or a price and some liquidity. */
export function isTradable(pool: Pool): boolean {
  return pool.kind === 'v2'
    ? pool.reserve0 > 0n && pool.reserve1 > 0n
    : pool.sqrtPriceX96 > 0n && pool.ticks.indexes.length > 0;
}

/** The token of a pool that is not `token`. */
export function otherToken(pool: Pool, token: Address): Address {
  return sameAddress(pool.token0, token) ? pool.token1 : pool.token0;
}

/** Output token for one base unit of input token at the current price, before fees and impact. */
export function midPrice({ pool, zeroForOne }: PoolSide): Fraction {
  const price0 =
    pool.kind === 'v2' ? { numerator: pool.reserve1, denominator: pool.reserve0 } : v3Price0(pool);
  return zeroForOne ? price0 : inverse(price0);
}

/** Output for an input, exactly as the contract computes it; `null` where it cannot be filled. */
export function poolAmountOut(side: PoolSide, amountIn: bigint): bigint | null {
  const { pool, zeroForOne } = side;
  if (pool.kind === 'v3') return v3Curve(pool, zeroForOne).amountOut(amountIn);
  return zeroForOne
    ? v2AmountOut(amountIn, pool.reserve0, pool.reserve1)
    : v2AmountOut(amountIn, pool.reserve1, pool.reserve0);
}

/** Input for an output, exactly as the contract computes it; `null` where it cannot be filled. */
export function poolAmountIn(side: PoolSide, amountOut: bigint): bigint | null {
  const { pool, zeroForOne } = side;
  if (pool.kind === 'v3') return v3Curve(pool, zeroForOne).amountIn(amountOut);
  return zeroForOne
    ? v2AmountIn(amountOut, pool.reserve0, pool.reserve1)
    : v2AmountIn(amountOut, pool.reserve1, pool.reserve0);
}

/** As {@link poolAmountOut}, with everything there is to know about the swap. */
export function swapPoolIn(side: PoolSide, amountIn: bigint): PoolSwap | null {
  const { pool, zeroForOne } = side;
  if (pool.kind === 'v3') {
    const result = v3Curve(pool, zeroForOne).swapIn(amountIn);
    return result === null ? null : v3PoolSwap(pool, result);
  }
  const amountOut = poolAmountOut(side, amountIn);
  if (amountOut === null) return null;
  return {
    amountIn,
    amountOut,
    feeAmount: v2FeeAmount(amountIn),
    ticksCrossed: 0,
    after: () => v2PoolAfter(pool, { zeroForOne, amountIn, amountOut }),
  };
}

/**
 * As {@link poolAmountIn}, with everything there is to know about the swap. A V2 router swaps the
 * input it computed, so that a V2 pair may give a few units more than asked for.
 */
export function swapPoolOut(side: PoolSide, amountOut: bigint): PoolSwap | null {
  const { pool, zeroForOne } = side;
  if (pool.kind === 'v3') {
    const result = v3Curve(pool, zeroForOne).swapOut(amountOut);
    return result === null ? null : v3PoolSwap(pool, result);
  }
  const amountIn = poolAmountIn(side, amountOut);
  return amountIn === null ? null : swapPoolIn(side, amountIn);
}

function v3PoolSwap(pool: V3Pool, result: V3SwapResult): PoolSwap {
  const { amountIn, amountOut, feeAmount, ticksCrossed } = result;
  return { amountIn, amountOut, feeAmount, ticksCrossed, after: () => v3PoolAfter(pool, result) };
}
