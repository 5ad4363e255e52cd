import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  arbitraryAmount,
  arbitraryV3Pool,
  type Position,
  ticksOf,
} from '#scripts/testing/arbitrary-pools.ts';
import { testDataDir } from '#scripts/testing/test-data.ts';
import { amount0DeltaUp, amount1DeltaUp } from './sqrt-price.ts';
import { sqrtRatioAtTick, tickAtSqrtRatio } from './tick-ratio.ts';
import { createTickTable, liquidityAtTick } from './tick-table.ts';
import { MAX_INT256 } from './uint-limits.ts';
import { isConsistentV3Pool, type V3Pool } from './v3-pool.ts';
import { swapV3, type V3SwapInput, type V3SwapResult, v3PoolAfter } from './v3-swap.ts';

type SwapVector = {
  readonly pool: {
    readonly description: string;
    readonly fee: number;
    readonly tickSpacing: number;
    readonly sqrtPriceX96: string;
    readonly positions: readonly {
      readonly tickLower: number;
      readonly tickUpper: number;
      readonly liquidity: string;
    }[];
  };
  readonly swap: {
    readonly zeroForOne: boolean;
    readonly exactOut: boolean | null;
    readonly amount: string | null;
    readonly sqrtPriceLimitX96: string | null;
  };
  readonly expected: {
    readonly swapError?: string;
    readonly poolBalance0?: string;
    readonly poolBalance1?: string;
    readonly amount0Before?: string;
    readonly amount1Before?: string;
    readonly amount0Delta?: string;
    readonly amount1Delta?: string;
    readonly feeGrowthGlobal0X128Delta?: string;
    readonly feeGrowthGlobal1X128Delta?: string;
    readonly tickBefore: number;
    readonly tickAfter?: number;
  };
};

function poolOf({ pool }: SwapVector): V3Pool {
  const positions: readonly Position[] = pool.positions.map((position) => ({
    lower: position.tickLower,
    upper: position.tickUpper,
    liquidity: BigInt(position.liquidity),
  }));
  const ticks = createTickTable(pool.tickSpacing, ticksOf(positions));
  const sqrtPriceX96 = BigInt(pool.sqrtPriceX96);
  const tick = tickAtSqrtRatio(sqrtPriceX96);
  return {
    kind: 'v3',
    address: '0x00000000000000000000000000000000000000aa',
    token0: '0x0000000000000000000000000000000000000001',
    token1: '0x0000000000000000000000000000000000000002',
    feePpm: pool.fee,
    sqrtPriceX96,
    tick,
    liquidity: liquidityAtTick(ticks, tick),
    ticks,
  };
}

/** A vector without an amount swaps the largest amount there is, up to its price limit. */
function inputOf({ swap }: SwapVector): V3SwapInput {
  return {
    zeroForOne: swap.zeroForOne,
    exactIn: swap.exactOut !== true,
    amount: swap.amount === null ? MAX_INT256 : BigInt(swap.amount),
    ...(swap.sqrtPriceLimitX96 === null
      ? {}
      : { sqrtPriceLimitX96: BigInt(swap.sqrtPriceLimitX96) }),
  };
}

/** What the providers paid in, rounded up a position: the balances the vector starts from. */
function balancesOf({ pool }: SwapVector): { amount0: bigint; amount1: bigint } {
  const price = BigInt(pool.sqrtPriceX96);
  let amount0 = 0n;
  let amount1 = 0n;
  for (const { tickLower, tickUpper, liquidity } of pool.positions) {
    amount0 += amount0DeltaUp(price, sqrtRatioAtTick(tickUpper), BigInt(liquidity));
    amount1 += amount1DeltaUp(sqrtRatioAtTick(tickLower), price, BigInt(liquidity));
  }
  return { amount0, amount1 };
}

function checkSwap(vector: SwapVector, result: V3SwapResult, liquidity: bigint): void {
  const { expected, swap } = vector;
  const [delta0, delta1] = swap.zeroForOne
    ? [result.amountIn, -result.amountOut]
    : [-result.amountOut, result.amountIn];
  expect({ amount0: delta0, amount1: delta1, tick: result.tickAfter }).toEqual({
    amount0: BigInt(expected.amount0Delta ?? ''),
    amount1: BigInt(expected.amount1Delta ?? ''),
    tick: expected.tickAfter,
  });
  const growth = BigInt(
    (swap.zeroForOne ? expected.feeGrowthGlobal0X128Delta : expected.feeGrowthGlobal1X128Delta) ??
      '',
  );
  // The contract floors the growth once a step; a unit of fee is far more than all those floors.
  const exact = (result.feeAmount << 128n) / liquidity;
  const floors = 4_000n;
  expect(exact - growth >= 0n && exact - growth < floors).toBe(true);
  expect((1n << 128n) / liquidity > floors).toBe(true);
}

const dataDir = testDataDir();

describe.runIf(dataDir !== null)('recorded swaps', () => {
  const vectors: readonly SwapVector[] =
    dataDir === null
      ? []
      : JSON.parse(readFileSync(join(dataDir, 'uniswap-v3', 'pool_swaps.json'), 'utf8'));

  test('there are eighty of them', () => {
    expect(vectors).toHaveLength(80);
  });

  test.each(vectors.map((vector, index) => [index, vector] as const))(
    'vector %i agrees to the last unit: amounts, fee, tick, balances, error',
    (_, vector) => {
      const pool = poolOf(vector);
      const { expected } = vector;
      expect(pool.tick).toBe(expected.tickBefore);
      expect(balancesOf(vector)).toEqual({
        amount0: BigInt(expected.poolBalance0 ?? expected.amount0Before ?? ''),
        amount1: BigInt(expected.poolBalance1 ?? expected.amount1Before ?? ''),
      });
      if (expected.swapError !== undefined) {
        expect(expected.swapError).toContain('SPL');
        expect(() => swapV3(pool, inputOf(vector))).toThrow(/price limit/);
        return;
      }
      checkSwap(vector, swapV3(pool, inputOf(vector)), pool.liquidity);
    },
  );
});

const anySwap = fc.record({
  pool: arbitraryV3Pool,
  zeroForOne: fc.boolean(),
  exactIn: fc.boolean(),
  amount: arbitraryAmount(128),
});

describe('any swap', () => {
  test('fills the amount exactly, or says that it did not and stops at the end of prices', () => {
    fc.assert(
      fc.property(anySwap, ({ pool, ...input }) => {
        const result = swapV3(pool, input);
        const filled = input.exactIn ? result.amountIn : result.amountOut;
        if (result.complete) expect(filled).toBe(input.amount);
        else expect(filled < input.amount).toBe(true);
      }),
    );
  });

  test('leaves a pool whose liquidity in range is what its ticks add up to', () => {
    fc.assert(
      fc.property(anySwap, ({ pool, ...input }) => {
        const after = v3PoolAfter(pool, swapV3(pool, input));
        expect(isConsistentV3Pool(after)).toBe(true);
        const moved = input.zeroForOne
          ? after.sqrtPriceX96 <= pool.sqrtPriceX96
          : after.sqrtPriceX96 >= pool.sqrtPriceX96;
        expect(moved).toBe(true);
      }),
    );
  });

  test('gives nobody a profit on the way there and back', () => {
    fc.assert(
      fc.property(anySwap, ({ pool, zeroForOne, amount }) => {
        const there = swapV3(pool, { zeroForOne, exactIn: true, amount });
        fc.pre(there.complete && there.amountOut > 0n);
        const back = swapV3(v3PoolAfter(pool, there), {
          zeroForOne: !zeroForOne,
          exactIn: true,
          amount: there.amountOut,
        });
        expect(back.amountOut <= amount).toBe(true);
      }),
    );
  });

  test('asks at least as much for an output as an exact input that gives it would cost less', () => {
    fc.assert(
      fc.property(anySwap, ({ pool, zeroForOne, amount }) => {
        const exactOut = swapV3(pool, { zeroForOne, exactIn: false, amount });
        fc.pre(exactOut.complete);
        const exactIn = swapV3(pool, { zeroForOne, exactIn: true, amount: exactOut.amountIn });
        // Paying what the exact output asks gives at least that output, whenever it is all spent.
        expect(exactIn.amountOut >= amount).toBe(true);
      }),
    );
  });

  test('ends at a price limit and takes no more than the way there costs', () => {
    fc.assert(
      fc.property(anySwap, fc.integer({ min: 1, max: 400 }), ({ pool, ...input }, distance) => {
        const limit = sqrtRatioAtTick(pool.tick + (input.zeroForOne ? -distance : distance));
        fc.pre(input.zeroForOne ? limit < pool.sqrtPriceX96 : limit > pool.sqrtPriceX96);
        const free = swapV3(pool, input);
        const limited = swapV3(pool, { ...input, sqrtPriceLimitX96: limit });
        expect(limited.amountIn <= free.amountIn).toBe(true);
        if (limited.complete) expect(limited.amountIn).toBe(free.amountIn);
        else expect(limited.sqrtPriceAfterX96).toBe(limit);
      }),
    );
  });

  test('is refused with an amount of nothing or beyond 255 bits', () => {
    const [pool] = fc.sample(arbitraryV3Pool, { numRuns: 1, seed: 1 });
    if (pool === undefined) throw new Error('no pool was generated');
    for (const amount of [0n, -1n, MAX_INT256 + 1n, 1n << 256n]) {
      expect(() => swapV3(pool, { zeroForOne: true, exactIn: true, amount })).toThrow(RangeError);
    }
  });
});
