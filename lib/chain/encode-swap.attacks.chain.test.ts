import fc from 'fast-check';
import { concatHex, encodeFunctionData, type Hex, maxUint256 } from 'viem';
import { signTypedData } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Address, sortsBefore } from '#lib/domain/address.ts';
import type { Pool } from '#lib/domain/amm/pool.ts';
import { sqrtRatioAtTick } from '#lib/domain/amm/tick-ratio.ts';
import { type Currency, currencyKey, LUX, type Token } from '#lib/domain/currency.ts';
import { findRoute } from '#lib/domain/route/find-route.ts';
import { slippageBounds } from '#lib/domain/route/slippage.ts';
import type { SwapMode } from '#lib/domain/route/swap-route.ts';
import { createDollarPool } from '#scripts/testing/create-dollar-pool.ts';
import { fundOther, swapAsOther } from '#scripts/testing/swap-as-other.ts';
import { changes, type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { deployTestToken } from '#scripts/testing/test-tokens.ts';
import {
  type EncodeSwapOptions,
  encodeApproval,
  encodeSwap,
  type SwapCall,
} from './encode-swap.ts';
import { findPools } from './find-pools.ts';
import { loadPools } from './load-pools.ts';
import { permitTypedData, readPermit, signedPermit } from './permit.ts';
import { swapRouterAbi } from './router-abis.ts';
import { erc20Abi } from './token-abis.ts';

const UNIT = 10n ** 18n;
const SLIPPAGE_PPM = 5_000;
const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

let exchange: SwapChain;
let hostile: Token;
let saved: unknown;

beforeAll(async () => {
  console.info(`random attacks from TEST_SEED=${seed}`);
  exchange = await swapChain();
  await fundOther(exchange);
  const { address, decimals } = await deployTestToken({ chain: exchange.chain, kind: 'plain' });
  hostile = { kind: 'token', address, symbol: 'EVIL', name: 'Evil', decimals, permit: false };
  await createDollarPool(exchange, [exchange.tokens.wlux, hostile]);
  const { wlux, lusd } = exchange.tokens;
  await succeed({ to: wlux.address, data: '0xd0e30db0', value: 1_000n * UNIT });
  await allowRouter(wlux);
  await succeed((await prepare({ input: LUX, output: lusd, amount: 5_000n * UNIT })).swap);
  saved = await exchange.rpc('evm_snapshot', []);
});

beforeEach(async () => {
  await exchange.rpc('evm_revert', [saved]);
  saved = await exchange.rpc('evm_snapshot', []);
});

afterAll(async () => {
  await exchange.chain.stop();
});

type Ask = {
  readonly input: Currency;
  readonly output: Currency;
  readonly amount: bigint;
  readonly mode?: SwapMode;
  readonly maxLegs?: number;
  readonly through?: (pool: Pool) => boolean;
};

async function prepare({ through, ...ask }: Ask, more: Partial<EncodeSwapOptions> = {}) {
  const { context, tokens, user } = exchange;
  const refs = await findPools({
    context,
    v2Factory: exchange.contract('v2Factory'),
    v3Factory: exchange.contract('v3Factory'),
    tokens: [...Object.values(tokens), hostile].map(({ address }) => address),
  });
  const { pools, block } = await loadPools(context, refs);
  const found = findRoute({
    pools: pools.filter(through ?? (() => true)),
    wlux: tokens.wlux,
    gasPriceWei: 0n,
    mode: 'exact-in',
    ...ask,
  });
  if (found.status === 'failed') throw new Error(found.code);
  const swap = encodeSwap(found.route, {
    contracts: { swapRouter02: exchange.contract('swapRouter02'), wlux: tokens.wlux.address },
    sender: user.address,
    slippagePpm: SLIPPAGE_PPM,
    deadline: block.timestamp + 1200n,
    ...more,
  });
  return { route: found.route, swap };
}

async function succeed(call: Pick<SwapCall, 'to' | 'data' | 'value'>): Promise<void> {
  expect((await exchange.send(exchange.user, call)).status).toBe('success');
}

async function allowRouter(token: Token): Promise<void> {
  const spender = exchange.contract('swapRouter02');
  await succeed(encodeApproval({ token: token.address, spender, amount: maxUint256 }));
}

/** Sends a swap of the user's; how its balances changed, network cost aside. */
async function execute(swap: SwapCall) {
  const before = await exchange.balances(exchange.user.address);
  const { status, gasUsed, effectiveGasPrice } = await exchange.send(exchange.user, swap);
  const after = new Map(await exchange.balances(exchange.user.address));
  after.set('native', (after.get('native') ?? 0n) + gasUsed * effectiveGasPrice);
  return { status, moved: changes(before, after) };
}

async function routerHolds(): Promise<readonly bigint[]> {
  const held = await exchange.balances(exchange.contract('swapRouter02'));
  return [...held.values()].filter((amount) => amount !== 0n);
}

const isV3 = (pool: Pool) => pool.kind === 'v3';

/** Answers everything with 1; when it is transferred, it first has the router send it all coins. */
function hostileCode(router: Address): Hex {
  const answerOne = '0x600160005260206000f3';
  const refund = '0x6312210e8a60e01b5f525f5f60045f5f73';
  const isTransfer = '0x5f3560e01c63a9059cbb14601857';
  return concatHex([isTransfer, answerOne, '0x5b', refund, router, '0x5af150', answerOne]);
}

/** Swaps the price of the pool with the hostile token to where next to no liquidity is left. */
async function drainHostilePool(): Promise<void> {
  const { wlux } = exchange.tokens;
  // Its widest range ends at the tick 13,920 either way.
  const end = sortsBefore(wlux.address, hostile.address) ? -13_900 : 13_900;
  const swap = {
    tokenIn: wlux.address,
    tokenOut: hostile.address,
    fee: 3000,
    recipient: exchange.otherUser.address,
    amountIn: 20_000n * UNIT,
    amountOutMinimum: 0n,
    sqrtPriceLimitX96: sqrtRatioAtTick(end),
  };
  const data = encodeFunctionData({
    abi: swapRouterAbi,
    functionName: 'exactInputSingle',
    args: [swap],
  });
  const to = exchange.contract('swapRouter02');
  const { status } = await exchange.send(exchange.otherUser, { to, data, value: 0n });
  expect(status).toBe('success');
}

describe('a token that takes control while it is bought with LUX', () => {
  test('cannot have it paid twice, from what the router may take of WLUX', async () => {
    const { swap, route } = await prepare({ input: LUX, output: hostile, amount: 10n * UNIT });
    expect(route.legs[0]?.hops.map(({ kind }) => kind)).toEqual(['v3']);
    const code = hostileCode(exchange.contract('swapRouter02'));
    await exchange.rpc('anvil_setCode', [hostile.address, code]);
    const { status, moved } = await execute(swap);
    expect(status).toBe('success');
    expect(moved).toEqual({ native: -10n * UNIT });
    const thief = await exchange.balances(hostile.address);
    expect(thief.get('native')).toBe(0n);
  });
});

describe('a swap that others trade ahead of', () => {
  test('gives at least the least, takes at most the most, or is undone, split or not', async () => {
    const { lusd, leth, wlux } = exchange.tokens;
    await allowRouter(lusd);
    const attack = fc.record({
      mode: fc.constantFrom<SwapMode>('exact-in', 'exact-out'),
      maxLegs: fc.constantFrom(1, 4),
      part: fc.integer({ min: 1, max: 300 }),
    });
    const statuses = new Set<string>();
    const ready = await exchange.rpc('evm_snapshot', []);
    let before: unknown = ready;
    for (const { mode, maxLegs, part } of fc.sample(attack, { numRuns: 14, seed })) {
      const amount = mode === 'exact-in' ? 40_000_000_000n : 10n * UNIT;
      const { route, swap } = await prepare({ input: lusd, output: leth, amount, mode, maxLegs });
      await swapAsOther(exchange, {
        input: lusd,
        output: part % 2 === 0 ? leth : wlux,
        amount: BigInt(part) * 10_000_000n,
      });
      const { status, moved } = await execute(swap);
      statuses.add(status);
      const { maximumIn, minimumOut } = slippageBounds(route, SLIPPAGE_PPM);
      if (status === 'success') {
        expect(-(moved[currencyKey(lusd)] ?? 0n)).toBeLessThanOrEqual(maximumIn);
        expect(moved[currencyKey(leth)]).toBeGreaterThanOrEqual(minimumOut);
        expect(await routerHolds()).toEqual([]);
      } else {
        expect(moved).toEqual({});
      }
      await exchange.rpc('evm_revert', [before]);
      before = await exchange.rpc('evm_snapshot', []);
    }
    expect(statuses).toContain('success');
  });

  test('gets back what a drained second pool left of the token in between', async () => {
    const { lusd, wlux } = exchange.tokens;
    await allowRouter(lusd);
    const amount = 200_000_000n;
    const ask = { input: lusd, output: hostile, amount, maxLegs: 1, through: isV3 };
    const { route, swap } = await prepare(ask, { slippagePpm: 1_000_000 });
    expect(route.legs[0]?.hops.map(({ tokenOut }) => tokenOut.toLowerCase())).toEqual([
      wlux.address.toLowerCase(),
      hostile.address.toLowerCase(),
    ]);
    await drainHostilePool();
    const { status, moved } = await execute(swap);
    expect(status).toBe('success');
    expect(moved[currencyKey(lusd)]).toBe(-amount);
    // Without the sweep anybody could take this from the router.
    expect(moved[currencyKey(wlux)]).toBeGreaterThan(UNIT);
    expect(await routerHolds()).toEqual([]);
  });
});

test('a permit that somebody else submits first does not stop the swap', async () => {
  const { lusd, leth } = exchange.tokens;
  const { user } = exchange;
  const router = exchange.contract('swapRouter02');
  const value = 25_000_000n;
  const of = { token: lusd.address, owner: user.address, chainId: exchange.client.chain.id };
  const known = await readPermit(exchange.context, of);
  if (known === null) throw new Error('LUSD takes permits');
  const request = { ...known, owner: user.address, spender: router, value, deadline: 2n ** 40n };
  const privateKey = `0x${Buffer.from(user.getHdKey().privateKey ?? []).toString('hex')}` as const;
  const signature = await signTypedData({ ...permitTypedData(request), privateKey });
  const permit = signedPermit(request, signature);
  const { swap, route } = await prepare({ input: lusd, output: leth, amount: value }, { permit });
  const { deadline, v, r, s } = permit;
  const data = encodeFunctionData({
    abi: erc20Abi,
    functionName: 'permit',
    args: [user.address, router, value, deadline, v, r, s],
  });
  const first = await exchange.send(exchange.otherUser, { to: lusd.address, data, value: 0n });
  expect(first.status).toBe('success');
  const { status, moved } = await execute(swap);
  expect(status).toBe('success');
  expect(moved).toEqual({
    [currencyKey(lusd)]: -value,
    [currencyKey(leth)]: route.amountOut,
  });
});
