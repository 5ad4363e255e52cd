import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_INT256 } from '#lib/domain/amm/uint-limits.ts';
import { LUX } from '#lib/domain/currency.ts';
import { samplePools, sampleTokens, sampleV2, worth } from '#scripts/testing/sample-pools.ts';
import type { Allocation } from './distribute.ts';
import { evaluateLegs } from './evaluate-legs.ts';
import { findPaths } from './find-paths.ts';
import { findRoute, type RouteQuery } from './find-route.ts';
import { routeGas } from './gas-model.ts';
import { gasCostIn, gasValue } from './gas-value.ts';
import type { SwapMode, SwapRoute } from './swap-route.ts';

const { lbtc, lusd, wlux, leth } = sampleTokens;
const pools = samplePools();
const GWEI = 1_000_000_000n;

const base = { pools, wlux, mode: 'exact-in', gasPriceWei: 25n * GWEI } as const;

function routeOf(query: RouteQuery): SwapRoute {
  const result = findRoute(query);
  if (result.status === 'failed') throw new Error(`expected a route, got ${result.code}`);
  return result.route;
}

/** What is left of a route after gas: more is better in either mode. */
function net(route: SwapRoute): bigint {
  return route.mode === 'exact-in'
    ? route.amountOut - (route.gasCostInOutput ?? 0n)
    : -(route.amountIn + (route.gasCostInInput ?? 0n));
}

function checkSums(route: SwapRoute): void {
  const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n);
  expect(sum(route.legs.map((leg) => leg.amountIn))).toBe(route.amountIn);
  expect(sum(route.legs.map((leg) => leg.amountOut))).toBe(route.amountOut);
  expect(route.legs.reduce((total, leg) => total + leg.sharePpm, 0)).toBe(1_000_000);
  if (route.mode === 'exact-in') expect(route.amountIn).toBe(route.amount);
  else expect(route.amountOut >= route.amount).toBe(true);
  expect(sum(route.feesPaid.map((fee) => fee.amount))).toBe(
    sum(route.legs.flatMap(({ hops }) => hops.map((hop) => hop.feeAmount))),
  );
}

/** The best that one or two paths reach with every split by tenths: found without any search. */
function exhaustiveBest(
  query: RouteQuery & { mode: SwapMode },
  tokens: [typeof lusd, typeof lusd],
) {
  const [tokenIn, tokenOut] = [tokens[0].address, tokens[1].address];
  const paths = findPaths({ pools, tokenIn, tokenOut, mode: query.mode });
  const value = gasValue({
    pools,
    wlux: wlux.address,
    token: query.mode === 'exact-in' ? tokenOut : tokenIn,
  });
  const netOf = (allocations: readonly Allocation[]): bigint | null => {
    const legs = evaluateLegs(allocations, query.mode);
    if (legs === null) return null;
    const gas = routeGas(legs, { nativeIn: false, nativeOut: false }) * query.gasPriceWei;
    const cost = gasCostIn(gas, value) ?? 0n;
    return query.mode === 'exact-in'
      ? legs.reduce((sum, leg) => sum + leg.amountOut, -cost)
      : -legs.reduce((sum, leg) => sum + leg.amountIn, cost);
  };
  const tenth = (tenths: bigint) => (query.amount * tenths) / 10n;
  const nets = paths.flatMap((path, index) => [
    netOf([{ path, amount: query.amount }]),
    ...paths.slice(index + 1).flatMap((other) =>
      [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n].map((tenths) =>
        netOf([
          { path, amount: tenth(tenths) },
          { path: other, amount: query.amount - tenth(tenths) },
        ]),
      ),
    ),
  ]);
  return nets.reduce((best, found) => (best === null || (found ?? best) > best ? found : best));
}

describe('the route found', () => {
  const tokens = [lbtc, lusd, wlux, leth] as const;

  test('is at least as good as every path alone and every split of two by tenths', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tokens),
        fc.constantFrom(...tokens),
        fc.constantFrom<SwapMode>('exact-in', 'exact-out'),
        fc.integer({ min: 1, max: 300_000 }),
        (input, output, mode, usd) => {
          fc.pre(input !== output);
          const amount = worth(mode === 'exact-in' ? input : output, BigInt(usd));
          const query = { ...base, input, output, mode, amount };
          const best = exhaustiveBest(query, [input, output]);
          const result = findRoute(query);
          if (best === null) return;
          if (result.status === 'failed') throw new Error(result.code);
          checkSums(result.route);
          // A leg more must gain one part per million, which the exhaustive search does not ask.
          const size = best < 0n ? -best : best;
          expect(net(result.route) + (size * 3n) / 1_000_000n + 1n >= best).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('splits a large amount and gains by it, and leaves a small one whole', () => {
    const query = { ...base, input: wlux, output: lusd };
    const large = { ...query, amount: worth(wlux, 500_000n) };
    const split = routeOf(large);
    const whole = routeOf({ ...large, maxLegs: 1 });
    expect(split.legs.length).toBeGreaterThan(1);
    expect(net(split) > net(whole)).toBe(true);
    expect(routeOf({ ...query, amount: worth(wlux, 100n) }).legs).toHaveLength(1);
  });

  test('gives up legs that do not pay for their gas', () => {
    const query = { ...base, input: wlux, output: lusd, amount: worth(wlux, 20_000n) };
    const cheap = routeOf({ ...query, gasPriceWei: 0n });
    const dear = routeOf({ ...query, gasPriceWei: 100_000n * GWEI });
    expect(cheap.legs.length).toBeGreaterThan(1);
    expect(dear.legs).toHaveLength(1);
    expect(cheap.gasCostWei).toBe(0n);
    expect(dear.gasCostWei).toBe(dear.gasUnits * 100_000n * GWEI);
  });

  test('uses mixed versions for exact input and never for exact output', () => {
    const kinds = (route: SwapRoute) =>
      route.legs.map((leg) => new Set(leg.hops.map((hop) => hop.kind)).size);
    const query = { ...base, input: lbtc, output: wlux };
    expect(kinds(routeOf({ ...query, amount: worth(lbtc, 100_000n) }))).toContain(2);
    const exactOut = routeOf({ ...query, mode: 'exact-out', amount: worth(wlux, 100_000n) });
    expect(kinds(exactOut).every((count) => count === 1)).toBe(true);
  });

  test('treats the native coin as WLUX, at the cost of wrapping', () => {
    const amount = worth(wlux, 5_000n);
    const wrapped = routeOf({ ...base, input: wlux, output: lusd, amount });
    const native = routeOf({ ...base, input: LUX, output: lusd, amount });
    expect(native.amountOut).toBe(wrapped.amountOut);
    expect(native.gasUnits > wrapped.gasUnits).toBe(true);
    const out = routeOf({ ...base, input: lusd, output: LUX, amount: worth(lusd, 5_000n) });
    expect(out.amountOut).toBe(
      routeOf({ ...base, input: lusd, output: wlux, amount: worth(lusd, 5_000n) }).amountOut,
    );
  });

  test('asks no less for an output than an input for it would give', () => {
    const exactOut = routeOf({
      ...base,
      input: wlux,
      output: lusd,
      mode: 'exact-out',
      amount: worth(lusd, 40_000n),
    });
    const exactIn = routeOf({ ...base, input: wlux, output: lusd, amount: exactOut.amountIn });
    expect(net(exactIn) + (exactOut.gasCostInOutput ?? 0n) >= exactOut.amount - 50n).toBe(true);
  });
});

test('price, impact and fees of a plain pair are what its formula says', () => {
  const pair = sampleV2({ token0: lusd, token1: wlux, usd: 1_000_000n });
  const route = routeOf({
    ...base,
    pools: [pair],
    input: lusd,
    output: wlux,
    amount: worth(lusd, 10_000n),
  });
  expect(route.feePpm).toBe(3_000n);
  // 0.997 % of the reserve comes in: 0.00997 / 1.00997 is lost to impact.
  expect(route.priceImpactPpm).toBe(9_872n);
  expect(route.feesPaid).toEqual([{ token: lusd.address, amount: 30_000_000n }]);
});

describe('a pool with next to nothing in it and a nonsense price', () => {
  // Ten dollars of LUX for a millionth of a dollar: worth a leg of its own to any small swap.
  const dust = {
    ...sampleV2({ token0: lusd, token1: wlux, usd: 10n }),
    reserve0: 1n,
  };
  const pair = sampleV2({ token0: lusd, token1: wlux, usd: 10_000n });
  const query = { ...base, input: lusd, output: wlux, gasPriceWei: 0n };

  test('is used for what it gives and does not decide the price impact', () => {
    const amount = worth(lusd, 100n);
    const honest = routeOf({ ...query, pools: [pair], amount });
    const route = routeOf({ ...query, pools: [pair, dust], amount });
    expect(route.legs).toHaveLength(2);
    expect(route.amountOut > honest.amountOut).toBe(true);
    expect(honest.priceImpactPpm).toBe(9_872n);
    // The dust takes less than a hundredth of the swap and cannot add more than that.
    expect(route.priceImpactPpm).toBeGreaterThan(9_000n);
    expect(route.priceImpactPpm).toBeLessThan(honest.priceImpactPpm + 10_000n);
    expect(route.feePpm).toBe(3_000n);
  });

  test('does not hide the price impact either', () => {
    const route = routeOf({ ...query, pools: [pair, dust], amount: worth(lusd, 5_000n) });
    expect(route.priceImpactPpm).toBeGreaterThan(320_000n);
  });
});

describe('LUX and WLUX', () => {
  test.each([
    ['wrap', LUX, wlux],
    ['unwrap', wlux, LUX],
  ] as const)('%s one for one, without a pool', (kind, input, output) => {
    for (const mode of ['exact-in', 'exact-out'] as const) {
      const route = routeOf({ ...base, pools: [], input, output, mode, amount: 12_345n });
      expect(route).toMatchObject({ kind, amountIn: 12_345n, amountOut: 12_345n, legs: [] });
      expect(route.priceImpactPpm).toBe(0n);
    }
  });
});

describe('what cannot be swapped says why', () => {
  const query = { ...base, input: wlux, output: lusd };
  const code = (changes: Partial<RouteQuery>) => {
    const result = findRoute({ ...query, amount: 1n, ...changes });
    return result.status === 'failed' ? result.code : 'found';
  };

  test.each([
    ['nothing', { amount: 0n }, 'swap/amount-zero'],
    ['less than nothing', { amount: -5n }, 'swap/amount-zero'],
    ['more than 255 bits', { amount: MAX_INT256 + 1n }, 'swap/amount-overflow'],
    ['more than 256 bits', { amount: 1n << 256n }, 'swap/amount-overflow'],
    ['the largest amount there is', { amount: MAX_INT256 }, 'swap/insufficient-liquidity'],
    ['a token for itself', { input: lusd, amount: 5n }, 'swap/same-token'],
    ['LUX for LUX', { input: LUX, output: LUX, amount: 5n }, 'swap/same-token'],
    ['what no pool holds', { pools: [], amount: 5n }, 'swap/no-route'],
    ['an amount that buys less than a unit', { amount: 10n }, 'swap/amount-too-small'],
    [
      'more than all pools have',
      { mode: 'exact-out', amount: worth(lusd, 90_000_000n) },
      'swap/insufficient-liquidity',
    ],
  ] satisfies readonly (readonly [string, Partial<RouteQuery>, string])[])(
    '%s',
    (_, changes, expected) => {
      expect(code(changes)).toBe(expected);
    },
  );
});
