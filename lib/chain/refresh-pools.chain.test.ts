import fc from 'fast-check';
import { createClient, custom } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { V3Pool } from '#lib/domain/amm/v3-pool.ts';
import {
  burnAsOther,
  fundOther,
  mintAsOther,
  swapAsOther,
} from '#scripts/testing/swap-as-other.ts';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { loadPools, type PoolSnapshot } from './load-pools.ts';
import { refreshPools } from './refresh-pools.ts';

const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

let exchange: SwapChain;

beforeAll(async () => {
  console.info(`random operations from TEST_SEED=${seed}`);
  exchange = await swapChain();
  await fundOther(exchange);
});

afterAll(async () => {
  await exchange.chain.stop();
});

type RpcRequest = { readonly method: string; readonly params: readonly unknown[] };

function asksLogsByNumber({ method, params }: RpcRequest): boolean {
  return method === 'eth_getLogs' && JSON.stringify(params).includes('fromBlock');
}

const mine = async () => await exchange.rpc('anvil_mine', ['0x1']);

function v3PoolOf({ pools }: PoolSnapshot, index: number): V3Pool {
  const v3 = pools.filter((pool) => pool.kind === 'v3');
  const pool = v3[index % v3.length];
  if (pool === undefined) throw new Error('there are V3 pools');
  return pool;
}

async function mintAround(snapshot: PoolSnapshot, at: { index: number; offset: number }) {
  const pool = v3PoolOf(snapshot, at.index);
  const { spacing } = pool.ticks;
  const lower = (Math.floor(pool.tick / spacing) + at.offset) * spacing;
  await mintAsOther(exchange, { pool, lower, upper: lower + 7 * spacing, amount: 1_000_000n });
}

/** The refreshed snapshot, which must be what loading everything anew gives. */
async function refreshed(snapshot: PoolSnapshot): Promise<PoolSnapshot> {
  const next = await refreshPools(exchange.context, snapshot);
  const fresh = await loadPools(exchange.context, snapshot.refs);
  expect(next.block).toEqual(fresh.block);
  expect(next.pools).toEqual(fresh.pools);
  return next;
}

describe('a snapshot refreshed', () => {
  test('without a new block is the same snapshot', async () => {
    const snapshot = await exchange.loadPools();
    expect(await refreshPools(exchange.context, snapshot)).toBe(snapshot);
  });

  test('after an empty block has the same pools, so that nothing is computed again', async () => {
    const snapshot = await exchange.loadPools();
    await mine();
    const next = await refreshed(snapshot);
    expect(next.block.number).toBe(snapshot.block.number + 1n);
    expect(next.pools).toBe(snapshot.pools);
  });

  test('after a swap has new pools where it went, and the others are the same objects', async () => {
    const { lusd, lbtc } = exchange.tokens;
    const snapshot = await exchange.loadPools();
    await swapAsOther(exchange, { input: lusd, output: lbtc, amount: 20_000_000_000n });
    const next = await refreshed(snapshot);
    const changed = next.pools.filter((pool, index) => pool !== snapshot.pools[index]);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(next.pools.length);
  });

  test('knows liquidity added and removed, in range and out of it', async () => {
    let snapshot = await exchange.loadPools();
    const before = v3PoolOf(snapshot, 0).ticks.indexes.length;
    for (const offset of [-3, 40]) {
      await mintAround(snapshot, { index: 0, offset });
      snapshot = await refreshed(snapshot);
    }
    expect(v3PoolOf(snapshot, 0).ticks.indexes.length).toBe(before + 4);
    await burnAsOther(exchange);
    await burnAsOther(exchange);
    snapshot = await refreshed(snapshot);
    expect(v3PoolOf(snapshot, 0).ticks.indexes.length).toBe(before);
  });

  test('is right when a part of the node lags behind and has no logs of the new block yet', async () => {
    const before = await exchange.loadPools();
    // Out of range: nothing but its logs tell of it.
    await mintAround(before, { index: 0, offset: 60 });
    const { multicall3, client } = exchange.context;
    const lagging = createClient({
      chain: client.chain,
      transport: custom({
        request: (asked: RpcRequest) =>
          asksLogsByNumber(asked) ? Promise.resolve([]) : exchange.rpc(asked.method, asked.params),
      }),
    });
    const after = await refreshPools({ multicall3, client: lagging }, before);
    expect(after.pools).toEqual((await exchange.loadPools()).pools);
    await burnAsOther(exchange);
  });

  test('after a reorganisation forgets what the lost blocks did', async () => {
    const { lusd, leth } = exchange.tokens;
    const before = await exchange.loadPools();
    await swapAsOther(exchange, { input: lusd, output: leth, amount: 30_000_000_000n });
    await mintAround(before, { index: 2, offset: -2 });
    const lost = await refreshed(before);
    expect(lost.pools).not.toEqual(before.pools);
    await exchange.rpc('anvil_reorg', [2, []]);
    const after = await refreshed(lost);
    expect(after.block.number).toBe(lost.block.number);
    expect(after.block.hash).not.toBe(lost.block.hash);
    expect(after.pools).toEqual(before.pools);
  });

  test.each([1n, 2n])('after a reorganisation that the chain is %i blocks past', async (blocks) => {
    const before = await exchange.loadPools();
    // Out of range: only its ticks tell that it was ever there.
    await mintAround(before, { index: 1, offset: 50 });
    const lost = await refreshed(before);
    expect(lost.pools).not.toEqual(before.pools);
    await exchange.rpc('anvil_reorg', [1, []]);
    for (let mined = 0n; mined < blocks; mined += 1n) await mine();
    const after = await refreshed(lost);
    expect(after.block.number).toBe(lost.block.number + blocks);
    expect(after.pools).toEqual(before.pools);
  });

  test('after a chain set back to an earlier block is right', async () => {
    const { lusd, leth } = exchange.tokens;
    const before = await exchange.loadPools();
    const saved = await exchange.rpc('evm_snapshot', []);
    await swapAsOther(exchange, { input: lusd, output: leth, amount: 10_000_000_000n });
    const later = await refreshed(before);
    await exchange.rpc('evm_revert', [saved]);
    const after = await refreshed(later);
    expect(after.block).toEqual(before.block);
    expect(after.pools).toEqual(before.pools);
  });

  test('after a long gap is right', async () => {
    const { lusd, leth } = exchange.tokens;
    const snapshot = await exchange.loadPools();
    await swapAsOther(exchange, { input: lusd, output: leth, amount: 1_000_000_000n });
    await exchange.rpc('anvil_mine', ['0x12c']);
    await refreshed(snapshot);
  });

  test('equals a fresh load after any sequence of operations', async () => {
    const operation = fc.record({
      kind: fc.constantFrom('swap', 'swap', 'mint', 'burn', 'reorg', 'mine', 'refresh'),
      index: fc.nat(8),
      offset: fc.integer({ min: -30, max: 30 }),
    });
    const { lusd, leth, lbtc, wlux } = exchange.tokens;
    const tokens = [lusd, leth, lbtc, wlux];
    const amounts = [2_000_000_000n, 10n ** 18n, 10_000_000n, 500n * 10n ** 18n];
    let snapshot = await exchange.loadPools();
    let minted = 0;
    for (const { kind, index, offset } of fc.sample(operation, { numRuns: 40, seed })) {
      if (kind === 'swap') {
        const [from, to] = [index % 4, (index + 1 + (offset & 1)) % 4];
        const [input, output] = [tokens[from] ?? lusd, tokens[to] ?? leth];
        await swapAsOther(exchange, { input, output, amount: amounts[from] ?? 1n });
      } else if (kind === 'mint') {
        await mintAround(snapshot, { index, offset });
        minted += 1;
      } else if (kind === 'burn' && minted > 0) {
        await burnAsOther(exchange);
        minted -= 1;
      } else if (kind === 'reorg') {
        // One empty block, so that no operation that later ones rely on is lost.
        await mine();
        snapshot = await refreshed(snapshot);
        await exchange.rpc('anvil_reorg', [1, []]);
      } else if (kind === 'mine') {
        await mine();
      } else {
        snapshot = await refreshed(snapshot);
      }
    }
    await refreshed(snapshot);
  });
});
