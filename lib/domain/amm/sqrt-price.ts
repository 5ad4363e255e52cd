import { divUp } from './mul-div.ts';
import { MAX_UINT160, MAX_UINT256 } from './uint-limits.ts';

const Q96_MASK = (1n << 96n) - 1n;

/**
 * Token0 between two prices for a liquidity: `L · (√b − √a) / (√a · √b)`, rounded down.
 * Source: Uniswap v3-core `SqrtPriceMath.getAmount0Delta`; `lower` and `upper` must be in order.
 */
export function amount0DeltaDown(lower: bigint, upper: bigint, liquidity: bigint): bigint {
  // Nested floors of the contract equal one floor of the whole quotient.
  return ((liquidity << 96n) * (upper - lower)) / (upper * lower);
}

/** As {@link amount0DeltaDown}, rounded up as the contract does: each of its two divisions. */
export function amount0DeltaUp(lower: bigint, upper: bigint, liquidity: bigint): bigint {
  // Nested ceilings equal one ceiling of the whole quotient.
  return divUp((liquidity << 96n) * (upper - lower), upper * lower);
}

/** Token1 between two prices for a liquidity: `L · (√b − √a)`, rounded down. */
export function amount1DeltaDown(lower: bigint, upper: bigint, liquidity: bigint): bigint {
  return (liquidity * (upper - lower)) >> 96n;
}

/** As {@link amount1DeltaDown}, rounded up. */
export function amount1DeltaUp(lower: bigint, upper: bigint, liquidity: bigint): bigint {
  return (liquidity * (upper - lower) + Q96_MASK) >> 96n;
}

/**
 * The price after `amount` of token0 came in, rounded up: never further than the input pays for.
 * Source: Uniswap v3-core `SqrtPriceMath.getNextSqrtPriceFromAmount0RoundingUp`, `add = true`.
 */
function priceAfterToken0In(sqrtPrice: bigint, liquidity: bigint, amount: bigint): bigint {
  if (amount === 0n) return sqrtPrice;
  const numerator = liquidity << 96n;
  const product = amount * sqrtPrice;
  const denominator = numerator + product;
  // The contract falls back to a less precise formula where the exact one overflows 256 bits.
  if (product <= MAX_UINT256 && denominator <= MAX_UINT256) {
    return divUp(numerator * sqrtPrice, denominator);
  }
  return divUp(numerator, numerator / sqrtPrice + amount);
}

/** The price after `amount` of token0 went out, rounded up; `null` where the contract reverts. */
function priceAfterToken0Out(sqrtPrice: bigint, liquidity: bigint, amount: bigint): bigint | null {
  if (amount === 0n) return sqrtPrice;
  const numerator = liquidity << 96n;
  const product = amount * sqrtPrice;
  if (product > MAX_UINT256 || numerator <= product) return null;
  const next = divUp(numerator * sqrtPrice, numerator - product);
  return next <= MAX_UINT160 ? next : null;
}

/** The price after `amount` of token1 went out, rounded down; `null` where the contract reverts. */
function priceAfterToken1Out(sqrtPrice: bigint, liquidity: bigint, amount: bigint): bigint | null {
  const quotient = divUp(amount << 96n, liquidity);
  return sqrtPrice > quotient ? sqrtPrice - quotient : null;
}

/**
 * The price after an input (its fee already taken off), rounded so that the target is never passed.
 * Source: Uniswap v3-core `SqrtPriceMath.getNextSqrtPriceFromInput`. Liquidity must be positive.
 */
export function nextSqrtPriceFromInput(
  sqrtPrice: bigint,
  liquidity: bigint,
  amountIn: bigint,
  zeroForOne: boolean,
): bigint {
  return zeroForOne
    ? priceAfterToken0In(sqrtPrice, liquidity, amountIn)
    : sqrtPrice + (amountIn << 96n) / liquidity;
}

/**
 * The price after an output, rounded so that the target is passed; `null` where the liquidity
 * cannot give that much. Source: Uniswap v3-core `SqrtPriceMath.getNextSqrtPriceFromOutput`.
 */
export function nextSqrtPriceFromOutput(
  sqrtPrice: bigint,
  liquidity: bigint,
  amountOut: bigint,
  zeroForOne: boolean,
): bigint | null {
  return zeroForOne
    ? priceAfterToken1Out(sqrtPrice, liquidity, amountOut)
    : priceAfterToken0Out(sqrtPrice, liquidity, amountOut);
}
