import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quoterV2Abi } from '#contracts-abi/abis/quoter-v2.ts';
import { contractRead } from '#lib/chain/contract-read.ts';
import { findPools } from '#lib/chain/find-pools.ts';
import { loadPools } from '#lib/chain/load-pools.ts';
import { tryReadMany } from '#lib/chain/read-many.ts';
import { arbitraryAmount } from '#scripts/testing/arbitrary-pools.ts';
import { makeRandomPools } from '#scripts/testing/make-random-pools.ts';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { v3Curve } from './v3-curve.ts';
import type { V3Pool } from './v3-pool.ts';
import { swapV3 } from './v3-swap.ts';

const POOLS = 10;
const SWAPS_A_POOL = 120;

const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

let exchange: SwapChain;
let pools: readonly V3Pool[];

beforeAll(async () => {
  console.info(`random pools from TEST_SEED=${seed}`);
  exchange = await swapChain();
  const { context } = exchange;
  const tokens = await makeRandomPools(exchange, { count: POOLS, seed });
  const refs = await findPools({ context, v3Factory: exchange.contract('v3Factory'), tokens });
  const loaded = await loadPools(context, refs);
  pools = loaded.pools.filter((pool) => pool.kind === 'v3');
});

afterAll(async () => {
  await exchange.chain.stop();
});

type Ask = { readonly zeroForOne: boolean; readonly amount: bigint };

const arbitraryAsk: fc.Arbitrary<Ask> = fc.record({
  zeroForOne: fc.boolean(),
  amount: arbitraryAmount(110),
});

function tokensOf(pool: V3Pool, { zeroForOne }: Ask) {
  const [tokenIn, tokenOut] = zeroForOne ? [pool.token0, pool.token1] : [pool.token1, pool.token0];
  return { tokenIn, tokenOut, fee: pool.feePpm, sqrtPriceLimitX96: 0n };
}

describe('random pools, loaded from the chain', () => {
  test('are all there, with ticks in range and out of it', () => {
    expect(pools).toHaveLength(POOLS);
    for (const pool of pools) expect(pool.ticks.indexes.length).toBeGreaterThanOrEqual(2);
  });

  test('quote exact inputs as QuoterV2 does, to the last unit, filled or not', async () => {
    for (const [index, pool] of pools.entries()) {
      const asks = fc.sample(arbitraryAsk, { numRuns: SWAPS_A_POOL, seed: seed + index });
      const quotes = await tryReadMany(
        { ...exchange.context, readsARequest: 4 },
        asks.map((ask) =>
          contractRead({
            address: exchange.contract('quoterV2'),
            abi: quoterV2Abi,
            functionName: 'quoteExactInputSingle',
            args: [{ ...tokensOf(pool, ask), amountIn: ask.amount }],
          }),
        ),
      );
      for (const [position, ask] of asks.entries()) {
        const local = swapV3(pool, { ...ask, exactIn: true });
        const [amountOut, sqrtPriceAfterX96] = quotes[position] ?? [];
        // QuoterV2 reverts where there is no liquidity at all on the way.
        const quoted = local.amountIn > 0n;
        expect({ ask, amountOut, sqrtPriceAfterX96 }).toEqual({
          ask,
          amountOut: quoted ? local.amountOut : undefined,
          sqrtPriceAfterX96: quoted ? local.sqrtPriceAfterX96 : undefined,
        });
        const summed = v3Curve(pool, ask.zeroForOne).amountOut(ask.amount);
        expect(summed).toBe(local.complete ? local.amountOut : null);
      }
    }
  });

  test('quote exact outputs as QuoterV2 does, and none where it reverts', async () => {
    let refused = 0;
    for (const [index, pool] of pools.entries()) {
      const asks = fc.sample(arbitraryAsk, { numRuns: SWAPS_A_POOL, seed: seed - index });
      const quotes = await tryReadMany(
        { ...exchange.context, readsARequest: 4 },
        asks.map((ask) =>
          contractRead({
            address: exchange.contract('quoterV2'),
            abi: quoterV2Abi,
            functionName: 'quoteExactOutputSingle',
            args: [{ ...tokensOf(pool, ask), amount: ask.amount }],
          }),
        ),
      );
      for (const [position, ask] of asks.entries()) {
        const local = v3Curve(pool, ask.zeroForOne).swapOut(ask.amount);
        const [amountIn, sqrtPriceAfterX96] = quotes[position] ?? [];
        if (local === null) refused += 1;
        expect({ ask, amountIn, sqrtPriceAfterX96 }).toEqual({
          ask,
          amountIn: local?.amountIn,
          sqrtPriceAfterX96: local?.sqrtPriceAfterX96,
        });
      }
    }
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(POOLS * SWAPS_A_POOL);
  });
});
