import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findRoute } from '#lib/domain/route/find-route.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { quoteOnChain } from './quote-on-chain.ts';

const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

let exchange: SwapChain;

beforeAll(async () => {
  console.info(`random routes from TEST_SEED=${seed}`);
  exchange = await swapChain();
});

afterAll(async () => {
  await exchange.chain.stop();
});

const arbitraryAsk = fc
  .record({
    from: fc.nat(3),
    to: fc.nat(3),
    mode: fc.constantFrom('exact-in', 'exact-out'),
    size: fc.bigInt({ min: 1n, max: 4_000n }),
    wei: fc.nat(999),
  })
  .filter(({ from, to }) => from !== to);

/** Whether no two legs use one pool, so that each leg alone is what the leg is in the route. */
function hasOwnPools({ legs }: SwapRoute): boolean {
  const pools = legs.flatMap(({ hops }) => hops.map(({ pool }) => pool));
  return new Set(pools).size === pools.length;
}

test('the contracts quote every leg of random routes as the route does, to the last unit', async () => {
  const { wlux, lusd, leth, lbtc } = exchange.tokens;
  const tokens = [wlux, lusd, leth, lbtc];
  const scale = [10n ** 18n, 10n ** 7n, 10n ** 16n, 10n ** 5n];
  const { pools, block } = await exchange.loadPools();
  const quoters = {
    quoterV2: exchange.contract('quoterV2'),
    v2Router: exchange.contract('v2Router'),
  };
  let legsCompared = 0;
  for (const ask of fc.sample(arbitraryAsk, { numRuns: 120, seed })) {
    const [input, output] = [tokens[ask.from] ?? wlux, tokens[ask.to] ?? lusd];
    const unit = scale[ask.mode === 'exact-in' ? ask.from : ask.to] ?? 1n;
    const amount = ask.size * unit + BigInt(ask.wei);
    const found = findRoute({
      pools,
      input,
      output,
      wlux,
      mode: ask.mode,
      amount,
      gasPriceWei: 0n,
    });
    if (found.status === 'failed') throw new Error(`${found.code} for ${ask.size}`);
    if (!hasOwnPools(found.route)) continue;
    const context = { ...exchange.context, blockHash: block.hash, quoters };
    const quotes = await quoteOnChain(context, found.route);
    const local = found.route.legs.map((leg) => ({
      amountIn: leg.amountIn,
      amountOut: ask.mode === 'exact-in' ? leg.amountOut : leg.amount,
    }));
    expect(quotes).toEqual(local);
    legsCompared += quotes.length;
  }
  expect(legsCompared).toBeGreaterThan(60);
});

test('a leg that no pool can fill is an error with a code', async () => {
  const { lusd, leth, wlux } = exchange.tokens;
  const { pools } = await exchange.loadPools();
  const found = findRoute({
    pools,
    input: lusd,
    output: leth,
    wlux,
    mode: 'exact-out',
    amount: 10n ** 18n,
    gasPriceWei: 0n,
    maxLegs: 1,
  });
  if (found.status === 'failed') throw new Error(found.code);
  const [leg] = found.route.legs;
  if (leg === undefined) throw new Error('a route has legs');
  const impossible = { ...found.route, legs: [{ ...leg, amount: 10n ** 30n }] };
  const quoters = {
    quoterV2: exchange.contract('quoterV2'),
    v2Router: exchange.contract('v2Router'),
  };
  await expect(quoteOnChain({ ...exchange.context, quoters }, impossible)).rejects.toMatchObject({
    code: 'chain/unexpected-answer',
  });
});
