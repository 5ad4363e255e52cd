import { add, type Fraction, multiply, ZERO } from '../amm/fraction.ts';
import { divUp } from '../amm/mul-div.ts';
import { midPrice } from '../amm/pool.ts';
import type { Allocation } from './distribute.ts';
import type { Path } from './find-paths.ts';
import type { PaidFee, RouteLeg } from './swap-route.ts';

const PPM = 1_000_000n;

/** Output for one base unit of input over a path before fees and impact. */
export function pathMidPrice(path: Path): Fraction {
  return path.hops.reduce<Fraction>((price, hop) => multiply(price, midPrice(hop)), {
    numerator: 1n,
    denominator: 1n,
  });
}

/** The part of an input which the fees of a path's pools leave: the product of `1 - fee`. */
function pathAfterFees(path: Path): Fraction {
  return path.hops.reduce<Fraction>(
    (rest, { pool }) => multiply(rest, { numerator: PPM - BigInt(pool.feePpm), denominator: PPM }),
    { numerator: 1n, denominator: 1n },
  );
}

export type RoutePrice = {
  readonly midPrice: Fraction;
  readonly priceImpactPpm: bigint;
  readonly feePpm: bigint;
  readonly feesPaid: readonly PaidFee[];
};

/**
 * What a route costs beyond its mid price, split into fees and impact, on the state before the swap.
 *
 * Impact: how much less than `Σ input · mid price · (1 - fees)` comes out. Legs are weighted by
 * what goes into them. Exact fractions throughout; the two figures are rounded up.
 */
export function routePrice(
  allocations: readonly Allocation[],
  legs: readonly RouteLeg[],
): RoutePrice {
  let amountIn = 0n;
  let amountOut = 0n;
  let expected = ZERO;
  let afterFees = ZERO;
  for (const [index, leg] of legs.entries()) {
    const path = allocations[index]?.path;
    if (path === undefined) throw new RangeError('every leg was made from an allocation');
    const weight = { numerator: leg.amountIn, denominator: 1n };
    const withoutFees = multiply(weight, pathMidPrice(path));
    amountIn += leg.amountIn;
    amountOut += leg.amountOut;
    expected = add(expected, withoutFees);
    afterFees = add(afterFees, multiply(withoutFees, pathAfterFees(path)));
  }
  return {
    midPrice: { numerator: expected.numerator, denominator: expected.denominator * amountIn },
    priceImpactPpm: shortfallPpm({ numerator: amountOut, denominator: 1n }, afterFees),
    feePpm: shortfallPpm(afterFees, expected),
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
