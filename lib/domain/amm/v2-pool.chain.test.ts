import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uniswapV2Router02Abi } from '#contracts-abi/abis/uniswap-v2-router02.ts';
import { contractRead } from '#lib/chain/contract-read.ts';
import { tryReadMany } from '#lib/chain/read-many.ts';
import { arbitraryAmount, arbitraryV2Pool } from '#scripts/testing/arbitrary-pools.ts';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { MAX_UINT112 } from './uint-limits.ts';
import { v2AmountIn, v2AmountOut } from './v2-pool.ts';

const QUOTES = 1_500;

const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const arbitraryAsk = fc.record({ pool: arbitraryV2Pool, amount: arbitraryAmount(112) });

let exchange: SwapChain;

beforeAll(async () => {
  console.info(`random reserves from TEST_SEED=${seed}`);
  exchange = await swapChain();
});

afterAll(async () => {
  await exchange.chain.stop();
});

test.each([
  ['getAmountOut', v2AmountOut],
  ['getAmountIn', v2AmountIn],
] as const)('%s of the router and ours agree to the last unit', async (functionName, ours) => {
  const asks = fc.sample(arbitraryAsk, { numRuns: QUOTES, seed });
  const answers = await tryReadMany(
    { ...exchange.context, readsARequest: 20 },
    asks.map(({ pool, amount }) =>
      contractRead({
        address: exchange.contract('v2Router'),
        abi: uniswapV2Router02Abi,
        functionName,
        args: [amount, pool.reserve0, pool.reserve1],
      }),
    ),
  );
  let compared = 0;
  for (const [index, { pool, amount }] of asks.entries()) {
    const answer = answers[index] ?? null;
    const quote = ours(amount, pool.reserve0, pool.reserve1);
    const amountIn = functionName === 'getAmountOut' ? amount : (answer ?? 0n);
    // The library quotes what the pair would refuse: nothing out, or a reserve beyond 112 bits.
    const refused = answer === 0n || pool.reserve0 + amountIn > MAX_UINT112;
    expect({ amount, pool, quote }).toEqual({ amount, pool, quote: refused ? null : answer });
    if (quote !== null) compared += 1;
  }
  expect(compared).toBeGreaterThan(QUOTES / 5);
});
