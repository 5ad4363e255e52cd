import fc from 'fast-check';
import { expect, test } from 'vitest';
import { samplePools, sampleTokens, worth } from '#scripts/testing/sample-pools.ts';
import { type Fraction, multiply, ONE } from '../amm/fraction.ts';
import { midPrice } from '../amm/pool.ts';
import { findRoute } from './find-route.ts';
import type { RouteLeg, SwapMode } from './swap-route.ts';

const { lbtc, lusd, wlux, leth } = sampleTokens;
const pools = samplePools();

/** Uniswap's price impact of one leg, from its hops alone: `1 - output / (input · mid · (1 - fee))`. */
function impactOf({ hops, amountIn, amountOut }: RouteLeg): bigint {
  const ideal = hops.reduce<Fraction>((price, { pool: address, feePpm, tokenIn }) => {
    const pool = pools.find((one) => one.address === address);
    if (pool === undefined) throw new Error('a hop is over a pool');
    const mid = midPrice({ pool, zeroForOne: pool.token0 === tokenIn });
    const kept = { numerator: 1_000_000n - BigInt(feePpm), denominator: 1_000_000n };
    return multiply(multiply(price, mid), kept);
  }, ONE);
  const expected = amountIn * ideal.numerator;
  return ((expected - amountOut * ideal.denominator) * 1_000_000n) / expected;
}

test('the impact of a path is what Uniswap calls it, and that of a split lies between its legs', () => {
  const splits = { found: 0 };
  fc.assert(
    fc.property(
      fc.constantFrom(lbtc, lusd, wlux, leth),
      fc.constantFrom(lbtc, lusd, wlux, leth),
      fc.constantFrom<SwapMode>('exact-in', 'exact-out'),
      fc.constantFrom(1, 4),
      fc.integer({ min: 100, max: 500_000 }),
      (input, output, mode, maxLegs, usd) => {
        fc.pre(input !== output);
        const amount = worth(mode === 'exact-in' ? input : output, BigInt(usd));
        const query = { pools, wlux, input, output, mode, amount, maxLegs, gasPriceWei: 0n };
        const found = findRoute(query);
        if (found.status === 'failed') return;
        const { legs, priceImpactPpm } = found.route;
        if (legs.length > 1) splits.found += 1;
        const impacts = legs.map(impactOf).toSorted((a, b) => (a < b ? -1 : 1));
        const [least = 0n, most = 0n] = [impacts[0], impacts.at(-1)];
        expect(priceImpactPpm >= least && priceImpactPpm <= most + 1n).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
  expect(splits.found).toBeGreaterThan(0);
});
