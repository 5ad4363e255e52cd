import { PPM } from '../ppm.ts';
import { mulDivUp } from './mul-div.ts';
import {
  amount0DeltaDown,
  amount0DeltaUp,
  amount1DeltaDown,
  amount1DeltaUp,
  nextSqrtPriceFromInput,
  nextSqrtPriceFromOutput,
} from './sqrt-price.ts';

/** What happens between one price and the next stop of a V3 swap. */
export type SwapStep = {
  readonly sqrtPriceNextX96: bigint;
  /** Input that moved the price, without the fee. */
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly feeAmount: bigint;
};

/** Input that moves the price between two stops, rounded up, without the fee. */
export function stepAmountIn(
  from: bigint,
  to: bigint,
  liquidity: bigint,
  zeroForOne: boolean,
): bigint {
  return zeroForOne ? amount0DeltaUp(to, from, liquidity) : amount1DeltaUp(from, to, liquidity);
}

/** Output between two stops, rounded down. */
export function stepAmountOut(
  from: bigint,
  to: bigint,
  liquidity: bigint,
  zeroForOne: boolean,
): bigint {
  return zeroForOne ? amount1DeltaDown(to, from, liquidity) : amount0DeltaDown(from, to, liquidity);
}

/** The fee on top of an input which moved the price all the way to a stop, rounded up. */
export function feeOnTop(amountIn: bigint, feePpm: bigint): bigint {
  return mulDivUp(amountIn, feePpm, PPM - feePpm);
}

export type SwapStepInput = {
  readonly sqrtPriceX96: bigint;
  /** The stop: the next tick of the word, or the price limit. It gives the direction. */
  readonly sqrtPriceTargetX96: bigint;
  readonly liquidity: bigint;
  /** Positive: what is left to be paid in, or to be taken out. */
  readonly amountRemaining: bigint;
  readonly feePpm: bigint;
  readonly exactIn: boolean;
  readonly zeroForOne: boolean;
};

/** An exact-in step. Source: Uniswap v3-core `SwapMath.computeSwapStep`. */
function exactInStep(step: SwapStepInput): SwapStep {
  const { sqrtPriceX96, sqrtPriceTargetX96, liquidity, feePpm, zeroForOne } = step;
  const lessFee = (step.amountRemaining * (PPM - feePpm)) / PPM;
  const amountInToTarget = stepAmountIn(sqrtPriceX96, sqrtPriceTargetX96, liquidity, zeroForOne);
  const next =
    lessFee >= amountInToTarget
      ? sqrtPriceTargetX96
      : nextSqrtPriceFromInput(sqrtPriceX96, liquidity, lessFee, zeroForOne);
  const reached = next === sqrtPriceTargetX96;
  const amountIn = reached
    ? amountInToTarget
    : stepAmountIn(sqrtPriceX96, next, liquidity, zeroForOne);
  return {
    sqrtPriceNextX96: next,
    amountIn,
    amountOut: stepAmountOut(sqrtPriceX96, next, liquidity, zeroForOne),
    // Short of the stop the whole remainder is spent: what did not move the price is fee.
    feeAmount: reached ? feeOnTop(amountIn, feePpm) : step.amountRemaining - amountIn,
  };
}

/** An exact-out step. Source: Uniswap v3-core `SwapMath.computeSwapStep`. */
function exactOutStep(step: SwapStepInput): SwapStep {
  const { sqrtPriceX96, sqrtPriceTargetX96, liquidity, feePpm, zeroForOne, amountRemaining } = step;
  const amountOutToTarget = stepAmountOut(sqrtPriceX96, sqrtPriceTargetX96, liquidity, zeroForOne);
  const next =
    amountRemaining >= amountOutToTarget
      ? sqrtPriceTargetX96
      : nextSqrtPriceFromOutput(sqrtPriceX96, liquidity, amountRemaining, zeroForOne);
  if (next === null) {
    throw new RangeError('a step within its stop cannot exceed the liquidity before the stop');
  }
  const amountIn = stepAmountIn(sqrtPriceX96, next, liquidity, zeroForOne);
  const amountOut =
    next === sqrtPriceTargetX96
      ? amountOutToTarget
      : stepAmountOut(sqrtPriceX96, next, liquidity, zeroForOne);
  return {
    sqrtPriceNextX96: next,
    amountIn,
    amountOut: amountOut > amountRemaining ? amountRemaining : amountOut,
    feeAmount: feeOnTop(amountIn, feePpm),
  };
}

/** One step of a V3 swap, rounded everywhere as the pool rounds it: against the swapper. */
export function computeSwapStep(step: SwapStepInput): SwapStep {
  return step.exactIn ? exactInStep(step) : exactOutStep(step);
}
