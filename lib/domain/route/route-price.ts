import { add, type Fraction, inverse, multiply, ONE, ZERO } from '../amm/fraction.ts';
import { divUp } from '../amm/mul-div.ts';
import { midPrice } from '../amm/pool.ts';
import { PPM } from '../ppm.ts';
import type { Allocation } from './distribute.ts';
import type { Path } from './find-paths.ts';
import type { PaidFee, RouteLeg } from './swap-route.ts';

/** Output for one base unit of input over a path before fees and impact. */
function pathMidPrice(path: Path): Fraction {
  return path.hops.reduce<Fraction>((price, hop) => multiply(price, midPrice(hop)), ONE);
}

/** The part of an input which the fees of a path's pools leave: the product of `1 - fee`. */
function pathAfterFees(path: Path): Fraction {
  return path.hops.reduce<Fraction>(
    (rest, { pool }) => multiply(rest, { numerator: PPM - BigInt(pool.feePpm), denominator: PPM }),
    ONE,
  );
}

export type RoutePrice = {
  readonly priceImpactPpm: bigint;
  readonly feePpm: bigint;
  readonly feesPaid: readonly PaidFee[];
};

/**
 * What a route costs beyond the mid prices of its paths, split into fees and impact, on the state
 * before the swap.
 *
 * Impact: the part of the input, net of fees, that buys nothing, because
 * `Σ output / (mid price · (1 - fees))` would have bought the same at the mid prices. On one path this
 * is Uniswap's definition, `1 - output / (input · (1 - fees) · mid price)`. Legs count by what goes into
 * them, so a leg over a pool with next to nothing in it and any price at all cannot set the figure.
 * Exact fractions throughout; the two figures are rounded up.
 */
export function routePrice(
  allocations: readonly Allocation[],
  legs: readonly RouteLeg[],
): RoutePrice {
  let paid = ZERO;
  let netOfFees = ZERO;
  let needed = ZERO;
  for (const [index, leg] of legs.entries()) {
    const path = allocations[index]?.path;
    if (path === undefined) throw new RangeError('every leg was made from an allocation');
    const input = { numerator: leg.amountIn, denominator: 1n };
    const output = { numerator: leg.amountOut, denominator: 1n };
    paid = add(paid, input);
    netOfFees = add(netOfFees, multiply(input, pathAfterFees(path)));
    needed = add(needed, multiply(output, inverse(pathMidPrice(path))));
  }
  return {
    priceImpactPpm: shortfallPpm(needed, netOfFees),
    feePpm: shortfallPpm(netOfFees, paid),
    feesPaid: sumFees(legs),
  };
}

/** `1 - part / whole` in ppm, rounded up; zero where the part is not smaller. */
function shortfallPpm(part: Fraction, whole: Fraction): bigint {
  const left = part.numerator * whole.denominator;
  const right = whole.numerator * part.denominator;
  return left >= right ? 0n : divUp((right - left) * PPM, right);
}

function sumFees(legs: readonly RouteLeg[]): readonly PaidFee[] {
  const fees = new Map<string, PaidFee>();
  for (const { tokenIn, feeAmount } of legs.flatMap(({ hops }) => hops)) {
    const key = tokenIn.toLowerCase();
    fees.set(key, { token: tokenIn, amount: (fees.get(key)?.amount ?? 0n) + feeAmount });
  }
  return [...fees.values()];
}
