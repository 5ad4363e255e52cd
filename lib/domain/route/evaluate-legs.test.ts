import { describe, expect, test } from 'vitest';
import { v2AmountIn, v2AmountOut } from '#lib/domain/amm/v2-pool.ts';
import { swapV3, v3PoolAfter } from '#lib/domain/amm/v3-swap.ts';
import { sampleTokens, sampleV2, sampleV3, worth } from '#scripts/testing/sample-pools.ts';
import { evaluateLegs } from './evaluate-legs.ts';
import type { Path } from './find-paths.ts';

const { lusd, wlux, leth } = sampleTokens;
const luxUsd = sampleV2({ token0: lusd, token1: wlux, usd: 100_000n });
const luxEth = sampleV2({ token0: wlux, token1: leth, usd: 80_000n });
const ethUsd = sampleV3({
  token0: lusd,
  token1: leth,
  feePpm: 500,
  spacing: 10,
  ranges: [
    [200, 60_000n],
    [2000, 90_000n],
  ],
});

const usdToLux: Path = { hops: [{ slot: 0, pool: luxUsd, zeroForOne: true }] };
const usdToEth: Path = { hops: [{ slot: 2, pool: ethUsd, zeroForOne: true }] };
const usdToEthOverLux: Path = {
  hops: [
    { slot: 0, pool: luxUsd, zeroForOne: true },
    { slot: 1, pool: luxEth, zeroForOne: true },
  ],
};

describe('legs over one pool', () => {
  const amount = worth(lusd, 5_000n);

  test('meet it as the leg before has left it', () => {
    const legs = evaluateLegs(
      [
        { path: usdToLux, amount },
        { path: usdToLux, amount },
      ],
      'exact-in',
    );
    const first = v2AmountOut(amount, luxUsd.reserve0, luxUsd.reserve1) ?? 0n;
    const second = v2AmountOut(amount, luxUsd.reserve0 + amount, luxUsd.reserve1 - first) ?? 0n;
    expect(legs?.map((leg) => leg.amountOut)).toEqual([first, second]);
    expect(second < first).toBe(true);
  });

  test('do so on V3 as well, and whichever hop it is', () => {
    const [large, small] = [worth(lusd, 80_000n), worth(lusd, 1_000n)];
    const legs = evaluateLegs(
      [
        { path: usdToEth, amount: large },
        { path: usdToEth, amount: small },
      ],
      'exact-in',
    );
    const first = swapV3(ethUsd, { zeroForOne: true, exactIn: true, amount: large });
    const after = v3PoolAfter(ethUsd, first);
    const second = swapV3(after, { zeroForOne: true, exactIn: true, amount: small });
    expect(legs?.map((leg) => leg.amountOut)).toEqual([first.amountOut, second.amountOut]);
    expect(legs?.[0]?.hops[0]?.ticksCrossed).toBe(first.ticksCrossed);
    expect(first.ticksCrossed).toBe(1);

    const shared = evaluateLegs(
      [
        { path: usdToLux, amount },
        { path: usdToEthOverLux, amount },
      ],
      'exact-in',
    );
    const alone = evaluateLegs([{ path: usdToEthOverLux, amount }], 'exact-in');
    expect((shared?.[1]?.amountOut ?? 0n) < (alone?.[0]?.amountOut ?? 0n)).toBe(true);
  });
});

test('hops hand on exactly what they get, and shares make a whole', () => {
  const amount = worth(lusd, 3_000n) + 1n;
  const legs = evaluateLegs(
    [
      { path: usdToEthOverLux, amount },
      { path: usdToEth, amount: amount / 2n },
    ],
    'exact-in',
  );
  expect(legs?.map((leg) => leg.sharePpm)).toEqual([666_667, 333_333]);
  for (const leg of legs ?? []) {
    expect(leg.hops[0]?.amountIn).toBe(leg.amountIn);
    expect(leg.hops.at(-1)?.amountOut).toBe(leg.amountOut);
    for (const [index, hop] of leg.hops.entries()) {
      if (index > 0) expect(hop.amountIn).toBe(leg.hops[index - 1]?.amountOut);
    }
  }
});

test('an exact output over V2 pairs asks what the library asks, and passes rounding gains on', () => {
  const amount = worth(leth, 2_000n);
  const legs = evaluateLegs([{ path: usdToEthOverLux, amount }], 'exact-out');
  const middle = v2AmountIn(amount, luxEth.reserve0, luxEth.reserve1) ?? 0n;
  const amountIn = v2AmountIn(middle, luxUsd.reserve0, luxUsd.reserve1) ?? 0n;
  expect(legs?.[0]?.amountIn).toBe(amountIn);
  expect((legs?.[0]?.amountOut ?? 0n) >= amount).toBe(true);
});

test('a part that a pool cannot fill, or that gives nothing, makes the whole impossible', () => {
  const tooMuch = worth(leth, 500_000n);
  expect(evaluateLegs([{ path: usdToEth, amount: tooMuch }], 'exact-out')).toBeNull();
  expect(evaluateLegs([{ path: usdToEth, amount: worth(lusd, 10n ** 9n) }], 'exact-in')).toBeNull();
  const ethToUsd: Path = { hops: [{ slot: 2, pool: ethUsd, zeroForOne: false }] };
  expect(evaluateLegs([{ path: ethToUsd, amount: 1n }], 'exact-in')).toBeNull();
});
