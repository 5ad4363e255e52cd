import { afterAll, beforeAll, expect, test } from 'vitest';
import { V2_POOLS, V3_POOLS } from '#scripts/deploy/exchange-pools.ts';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { findPools } from './find-pools.ts';
import { loadPools } from './load-pools.ts';
import { readBlock } from './read-block.ts';

let exchange: SwapChain;

beforeAll(async () => {
  exchange = await swapChain();
});

afterAll(async () => {
  await exchange.chain.stop();
});

async function find(tokens: readonly `0x${string}`[], factories: 'both' | 'none' = 'both') {
  const { context } = exchange;
  const found = factories === 'both';
  return await findPools({
    context,
    v2Factory: found ? exchange.contract('v2Factory') : undefined,
    v3Factory: found ? exchange.contract('v3Factory') : undefined,
    tokens,
  });
}

test('every pool of the deployment is found, once, whatever the order or the case of tokens', async () => {
  const tokens = Object.values(exchange.tokens).map(({ address }) => address);
  const refs = await find(tokens);
  expect(refs.filter(({ kind }) => kind === 'v2')).toHaveLength(V2_POOLS.length);
  expect(refs.filter(({ kind }) => kind === 'v3')).toHaveLength(V3_POOLS.length);
  expect(new Set(refs.map(({ address }) => address)).size).toBe(refs.length);
  const doubled = [...tokens.toReversed(), ...tokens.map((token) => lowerCase(token))];
  const again = await find(doubled);
  expect(new Set(again.map(({ address }) => address))).toEqual(
    new Set(refs.map(({ address }) => address)),
  );
});

test('tokens come in the order of the pool, tiers with their spacing', async () => {
  const refs = await find(Object.values(exchange.tokens).map(({ address }) => address));
  for (const ref of refs) {
    expect(ref.token0.toLowerCase() < ref.token1.toLowerCase()).toBe(true);
    if (ref.kind === 'v3') {
      expect({ 500: 10, 3000: 60, 10000: 200 }).toHaveProperty(`${ref.feePpm}`, ref.tickSpacing);
    }
  }
});

test('one token, unknown tokens and absent factories have no pools', async () => {
  const { lusd, leth } = exchange.tokens;
  expect(await find([lusd.address])).toEqual([]);
  expect(await find([lusd.address, lusd.address])).toEqual([]);
  expect(await find([lusd.address, exchange.user.address])).toEqual([]);
  expect(await find([lusd.address, leth.address], 'none')).toEqual([]);
});

test('pools are loaded whole: in order, at one block, with every tick', async () => {
  const refs = await find(Object.values(exchange.tokens).map(({ address }) => address));
  const { block, pools } = await loadPools(exchange.context, refs);
  expect(block).toEqual(await readBlock(exchange.client));
  expect(pools.map(({ address }) => address)).toEqual(refs.map(({ address }) => address));
  for (const pool of pools) {
    // Three ranges around the price make six ticks.
    if (pool.kind === 'v3') expect(pool.ticks.indexes).toHaveLength(6);
    else expect(pool.reserve0 > 0n && pool.reserve1 > 0n).toBe(true);
  }
  expect((await loadPools(exchange.context, [])).pools).toEqual([]);
});

function lowerCase(address: `0x${string}`): `0x${string}` {
  return `0x${address.slice(2).toLowerCase()}`;
}
