import { computeSwapStep } from './swap-step.ts';
import { MAX_SQRT_RATIO, MIN_SQRT_RATIO, sqrtRatioAtTick, tickAtSqrtRatio } from './tick-ratio.ts';
import { tickStopAbove, tickStopBelow } from './tick-table.ts';
import { MAX_INT256 } from './uint-limits.ts';
import type { V3Pool } from './v3-pool.ts';

export type V3SwapInput = {
  /** Whether token0 is paid and token1 received. */
  readonly zeroForOne: boolean;
  /** Whether `amount` is what is paid (fee included); otherwise it is what is received. */
  readonly exactIn: boolean;
  /** Base units, positive, at most 2^255 - 1. */
  readonly amount: bigint;
  /** The swap ends at this price. Default: the end of the range of prices. */
  readonly sqrtPriceLimitX96?: bigint;
};

export type V3SwapResult = {
  /** What the pool takes, its fee included. */
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  /** The part of `amountIn` that is the pool's fee. */
  readonly feeAmount: bigint;
  readonly sqrtPriceAfterX96: bigint;
  readonly tickAfter: number;
  readonly liquidityAfter: bigint;
  /** Initialised ticks crossed: each costs gas. */
  readonly ticksCrossed: number;
  /** False when the price limit, or the end of the liquidity, came before the whole amount. */
  readonly complete: boolean;
};

/** The limit furthest away in a direction. */
export function widestPriceLimit(zeroForOne: boolean): bigint {
  return zeroForOne ? MIN_SQRT_RATIO + 1n : MAX_SQRT_RATIO - 1n;
}

/** Where a swap stands between two steps. It lives inside {@link swapV3} only. */
type SwapState = {
  sqrtPrice: bigint;
  tick: number;
  liquidity: bigint;
  remaining: bigint;
  amountIn: bigint;
  amountOut: bigint;
  feeAmount: bigint;
  ticksCrossed: number;
};

/**
 * Swaps on a pool as its contract does, word by word of the tick bitmap, to the last unit.
 * Source: Uniswap v3-core `UniswapV3Pool.swap`.
 *
 * @throws RangeError where the contract reverts before it starts: an amount that is not in
 * [1, 2^255 - 1] (`AS`), or a limit on the wrong side of the price (`SPL`).
 */
export function swapV3(pool: V3Pool, input: V3SwapInput): V3SwapResult {
  const { zeroForOne, exactIn, amount } = input;
  const limit = input.sqrtPriceLimitX96 ?? widestPriceLimit(zeroForOne);
  assertSwappable(pool, input, limit);
  const state: SwapState = {
    sqrtPrice: pool.sqrtPriceX96,
    tick: pool.tick,
    liquidity: pool.liquidity,
    remaining: amount,
    amountIn: 0n,
    amountOut: 0n,
    feeAmount: 0n,
    ticksCrossed: 0,
  };
  while (state.remaining !== 0n && state.sqrtPrice !== limit) {
    advance({ pool, state, limit, zeroForOne, exactIn });
  }
  return {
    amountIn: state.amountIn,
    amountOut: state.amountOut,
    feeAmount: state.feeAmount,
    sqrtPriceAfterX96: state.sqrtPrice,
    tickAfter: state.tick,
    liquidityAfter: state.liquidity,
    ticksCrossed: state.ticksCrossed,
    complete: state.remaining === 0n,
  };
}

/** One turn of the contract's loop: up to the next stop, and across it when it is reached. */
function advance(turn: {
  readonly pool: V3Pool;
  readonly state: SwapState;
  readonly limit: bigint;
  readonly zeroForOne: boolean;
  readonly exactIn: boolean;
}): void {
  const { pool, state, limit, zeroForOne, exactIn } = turn;
  const stop = zeroForOne
    ? tickStopBelow(pool.ticks, state.tick)
    : tickStopAbove(pool.ticks, state.tick);
  const stopPrice = sqrtRatioAtTick(stop.tick);
  const beyondLimit = zeroForOne ? stopPrice < limit : stopPrice > limit;
  const step = computeSwapStep({
    sqrtPriceX96: state.sqrtPrice,
    sqrtPriceTargetX96: beyondLimit ? limit : stopPrice,
    liquidity: state.liquidity,
    amountRemaining: state.remaining,
    feePpm: BigInt(pool.feePpm),
    exactIn,
    zeroForOne,
  });
  state.remaining -= exactIn ? step.amountIn + step.feeAmount : step.amountOut;
  state.amountIn += step.amountIn + step.feeAmount;
  state.amountOut += step.amountOut;
  state.feeAmount += step.feeAmount;
  if (step.sqrtPriceNextX96 === stopPrice) {
    if (stop.position >= 0) {
      const net = pool.ticks.liquidityNets[stop.position] ?? 0n;
      state.liquidity += zeroForOne ? -net : net;
      state.ticksCrossed += 1;
    }
    state.tick = zeroForOne ? stop.tick - 1 : stop.tick;
  } else if (step.sqrtPriceNextX96 !== state.sqrtPrice) {
    state.tick = tickAtSqrtRatio(step.sqrtPriceNextX96);
  }
  state.sqrtPrice = step.sqrtPriceNextX96;
}

function assertSwappable(pool: V3Pool, input: V3SwapInput, limit: bigint): void {
  if (input.amount <= 0n || input.amount > MAX_INT256) {
    throw new RangeError(`amount ${input.amount} is outside [1, 2^255 - 1]`);
  }
  const price = pool.sqrtPriceX96;
  const valid = input.zeroForOne
    ? limit < price && limit > MIN_SQRT_RATIO
    : limit > price && limit < MAX_SQRT_RATIO;
  if (!valid) throw new RangeError(`price limit ${limit} is not ahead of the price ${price}`);
}

/** The pool as a swap leaves it. */
export function v3PoolAfter(pool: V3Pool, result: V3SwapResult): V3Pool {
  return {
    ...pool,
    sqrtPriceX96: result.sqrtPriceAfterX96,
    tick: result.tickAfter,
    liquidity: result.liquidityAfter,
  };
}
