import fc from 'fast-check';
import { decodeEventLog, type TransactionReceipt } from 'viem';
import { signTypedData } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uniswapV2PairAbi } from '#contracts-abi/abis/uniswap-v2-pair.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Pool } from '#lib/domain/amm/pool.ts';
import { type Currency, currencyKey, LUX, type Token } from '#lib/domain/currency.ts';
import { findRoute } from '#lib/domain/route/find-route.ts';
import { maximumPaid, minimumReceived } from '#lib/domain/route/slippage.ts';
import type { SwapMode, SwapRoute } from '#lib/domain/route/swap-route.ts';
import { changes, type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { type EncodeSwapOptions, encodeApproval, encodeSwap } from './encode-swap.ts';
import { permitTypedData, readPermit, signedPermit } from './permit.ts';

const SLIPPAGE_PPM = 5_000;
const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const UNIT = 10n ** 18n;

let exchange: SwapChain;

beforeAll(async () => {
  exchange = await swapChain();
  await fundUser();
});

afterAll(async () => {
  await exchange.chain.stop();
});

/** Buys the user some of every token, and lets the router take them. */
async function fundUser(): Promise<void> {
  const { lusd, leth, lbtc, wlux } = exchange.tokens;
  for (const output of [lusd, leth, lbtc, wlux]) {
    await execute({ input: LUX, output, amount: 20_000n * UNIT });
    await approve(output, 2n ** 255n);
  }
}

async function approve(token: Token, amount: bigint): Promise<void> {
  const spender = exchange.contract('swapRouter02');
  const call = encodeApproval({ token: token.address, spender, amount });
  expect((await exchange.send(exchange.user, call)).status).toBe('success');
}

type Ask = {
  readonly input: Currency;
  readonly output: Currency;
  readonly amount: bigint;
  readonly mode?: SwapMode;
  readonly through?: (pool: Pool) => boolean;
  readonly maxLegs?: number;
};

async function quote(ask: Ask): Promise<{ route: SwapRoute; deadline: bigint }> {
  const { pools, block } = await exchange.loadPools();
  const result = findRoute({
    pools: pools.filter(ask.through ?? (() => true)),
    input: ask.input,
    output: ask.output,
    wlux: exchange.tokens.wlux,
    mode: ask.mode ?? 'exact-in',
    amount: ask.amount,
    gasPriceWei: 0n,
    maxLegs: ask.maxLegs ?? 4,
  });
  if (result.status === 'failed') throw new Error(result.code);
  return { route: result.route, deadline: block.timestamp + 1200n };
}

function options(deadline: bigint): EncodeSwapOptions {
  const { swapRouter02, wlux } = {
    swapRouter02: exchange.contract('swapRouter02'),
    wlux: exchange.tokens.wlux.address,
  };
  return {
    contracts: { swapRouter02, wlux },
    sender: exchange.user.address,
    slippagePpm: SLIPPAGE_PPM,
    deadline,
  };
}

async function execute(ask: Ask, more: Partial<EncodeSwapOptions> = {}) {
  const { route, deadline } = await quote(ask);
  const call = encodeSwap(route, { ...options(deadline), ...more });
  const owners = [exchange.user.address, ...new Set(route.legs.flatMap(poolsOf))];
  const before = await Promise.all(owners.map((owner) => exchange.balances(owner)));
  const receipt = await exchange.send(exchange.user, call);
  expect(receipt.status).toBe('success');
  const after = await Promise.all(owners.map((owner) => exchange.balances(owner)));
  const moved = owners.map((_, index) =>
    changes(before[index] ?? new Map(), after[index] ?? new Map()),
  );
  return { route, receipt, moved: moved[0] ?? {}, poolsMoved: moved.slice(1) };
}

function poolsOf(leg: SwapRoute['legs'][number]): readonly Address[] {
  return leg.hops.map(({ pool }) => pool);
}

function gasOf(receipt: TransactionReceipt): bigint {
  return receipt.gasUsed * receipt.effectiveGasPrice;
}

/** The user paid and received exactly what was quoted, the pools the opposite, the router kept nothing. */
async function checkMoves(executed: Awaited<ReturnType<typeof execute>>): Promise<void> {
  const { route, receipt, moved, poolsMoved } = executed;
  const expected: Record<string, bigint> = { native: -gasOf(receipt) };
  const credit = (currency: Currency, amount: bigint) => {
    const key = currencyKey(currency);
    expected[key] = (expected[key] ?? 0n) + amount;
  };
  credit(route.input, -route.amountIn);
  credit(route.output, route.amountOut);
  expect(moved).toEqual(expected);

  const flows = new Map<string, bigint>();
  for (const [key, amount] of poolsMoved.flatMap((pool) => Object.entries(pool))) {
    flows.set(key, (flows.get(key) ?? 0n) + amount);
  }
  const pooled = (currency: Currency) =>
    currencyKey(currency.kind === 'native' ? exchange.tokens.wlux : currency);
  const inPools = new Map([
    [pooled(route.input), route.amountIn],
    [pooled(route.output), -route.amountOut],
  ]);
  expect(new Map([...flows].filter(([, amount]) => amount !== 0n))).toEqual(inPools);

  const router = await exchange.balances(exchange.contract('swapRouter02'));
  expect([...router.values()].every((amount) => amount === 0n)).toBe(true);
}

const isV2 = (pool: Pool) => pool.kind === 'v2';
const isV3 = (pool: Pool) => pool.kind === 'v3';
const hasToken = (pool: Pool, token: Token) =>
  [pool.token0, pool.token1].some((one) => one.toLowerCase() === token.address.toLowerCase());

type Case = {
  readonly title: string;
  readonly ask: () => Ask;
  /** Kinds of the hops of each leg, or how many legs there are at least. */
  readonly shape: readonly string[] | { readonly legs: number };
};

const cases: readonly Case[] = [
  {
    title: 'exact input over a V2 pair',
    ask: () => ({
      input: exchange.tokens.lusd,
      output: exchange.tokens.leth,
      amount: 1_000_000_007n,
      through: isV2,
      maxLegs: 1,
    }),
    shape: ['v2'],
  },
  {
    title: 'exact input over a V3 pool',
    ask: () => ({
      input: exchange.tokens.leth,
      output: exchange.tokens.lusd,
      amount: UNIT + 1n,
      through: isV3,
      maxLegs: 1,
    }),
    shape: ['v3'],
  },
  {
    title: 'exact input over two V2 pairs',
    ask: () => ({
      input: exchange.tokens.leth,
      output: exchange.tokens.lbtc,
      amount: UNIT / 3n,
      through: isV2,
    }),
    shape: ['v2>v2'],
  },
  {
    title: 'exact input over two V3 pools',
    ask: () => ({
      input: exchange.tokens.leth,
      output: exchange.tokens.lbtc,
      amount: UNIT,
      through: (pool) => isV3(pool) && hasToken(pool, exchange.tokens.lusd),
      maxLegs: 1,
    }),
    shape: ['v3>v3'],
  },
  {
    title: 'exact input over a V2 pair, then a V3 pool',
    ask: () => ({
      input: exchange.tokens.leth,
      output: exchange.tokens.lbtc,
      amount: UNIT,
      through: (pool) =>
        hasToken(pool, exchange.tokens.lusd) &&
        (hasToken(pool, exchange.tokens.leth) ? isV2(pool) : isV3(pool)),
      maxLegs: 1,
    }),
    shape: ['v2>v3'],
  },
  {
    title: 'exact input over a V3 pool, then a V2 pair',
    ask: () => ({
      input: exchange.tokens.leth,
      output: exchange.tokens.lbtc,
      amount: UNIT,
      through: (pool) =>
        hasToken(pool, exchange.tokens.lusd) &&
        (hasToken(pool, exchange.tokens.leth) ? isV3(pool) : isV2(pool)),
      maxLegs: 1,
    }),
    shape: ['v3>v2'],
  },
  {
    title: 'a split',
    ask: () => ({
      input: exchange.tokens.lusd,
      output: exchange.tokens.lbtc,
      amount: 90_000_000_000n,
    }),
    shape: { legs: 2 },
  },
  {
    title: 'exact output over a V2 pair',
    ask: () => ({
      input: exchange.tokens.lusd,
      output: exchange.tokens.lbtc,
      amount: 1_234_567n,
      mode: 'exact-out',
      through: isV2,
      maxLegs: 1,
    }),
    shape: ['v2'],
  },
  {
    title: 'exact output over two V2 pairs',
    ask: () => ({
      input: exchange.tokens.lbtc,
      output: exchange.tokens.leth,
      amount: UNIT / 7n,
      mode: 'exact-out',
      through: isV2,
    }),
    shape: ['v2>v2'],
  },
  {
    title: 'exact output over a V3 pool',
    ask: () => ({
      input: exchange.tokens.lusd,
      output: exchange.tokens.leth,
      amount: UNIT + 13n,
      mode: 'exact-out',
      through: isV3,
      maxLegs: 1,
    }),
    shape: ['v3'],
  },
  {
    title: 'exact output over two V3 pools',
    ask: () => ({
      input: exchange.tokens.lbtc,
      output: exchange.tokens.leth,
      amount: UNIT,
      mode: 'exact-out',
      through: (pool) => isV3(pool) && hasToken(pool, exchange.tokens.lusd),
      maxLegs: 1,
    }),
    shape: ['v3>v3'],
  },
  {
    title: 'a split exact output',
    ask: () => ({
      input: exchange.tokens.lusd,
      output: exchange.tokens.leth,
      amount: 20n * UNIT,
      mode: 'exact-out',
    }),
    shape: { legs: 2 },
  },
  {
    title: 'LUX in, exact input',
    ask: () => ({ input: LUX, output: exchange.tokens.lusd, amount: 50n * UNIT, maxLegs: 1 }),
    shape: { legs: 1 },
  },
  {
    title: 'LUX in, split',
    ask: () => ({ input: LUX, output: exchange.tokens.lbtc, amount: 30_000n * UNIT }),
    shape: { legs: 2 },
  },
  {
    title: 'LUX in, exact output: what is not needed returns',
    ask: () => ({
      input: LUX,
      output: exchange.tokens.lusd,
      amount: 777_000_001n,
      mode: 'exact-out',
    }),
    shape: { legs: 1 },
  },
  {
    title: 'LUX out, exact input',
    ask: () => ({ input: exchange.tokens.lusd, output: LUX, amount: 500_000_000n }),
    shape: { legs: 1 },
  },
  {
    title: 'LUX out, split over two hops',
    ask: () => ({ input: exchange.tokens.lbtc, output: LUX, amount: 50_000_000n }),
    shape: { legs: 2 },
  },
  {
    title: 'LUX out, exact output',
    ask: () => ({
      input: exchange.tokens.leth,
      output: LUX,
      amount: 100n * UNIT + 1n,
      mode: 'exact-out',
    }),
    shape: { legs: 1 },
  },
  {
    title: 'WLUX in',
    ask: () => ({ input: exchange.tokens.wlux, output: exchange.tokens.leth, amount: 20n * UNIT }),
    shape: { legs: 1 },
  },
];

describe('an executed swap moves exactly what was quoted', () => {
  test.each(cases)('$title', async ({ ask, shape }) => {
    const executed = await execute(ask());
    const shapes = executed.route.legs.map((leg) => leg.hops.map(({ kind }) => kind).join('>'));
    if ('legs' in shape) expect(shapes.length).toBeGreaterThanOrEqual(shape.legs);
    else expect(shapes).toEqual(shape);
    await checkMoves(executed);
  });

  test.each([
    ['exact-in', 130_000_000n],
    ['exact-out', 20n * UNIT],
  ] as const)('legs that share their first pool, %s', async (mode, amount) => {
    const { lbtc, lusd, leth } = exchange.tokens;
    const through = (pool: Pool) =>
      hasToken(pool, lusd) && (!hasToken(pool, lbtc) || (isV3(pool) && pool.feePpm === 500));
    const executed = await execute({ input: lbtc, output: leth, amount, mode, through });
    const firstPools = executed.route.legs.map(({ hops }) => hops[0]?.pool);
    expect(firstPools.length).toBeGreaterThan(1);
    expect(new Set(firstPools).size).toBe(1);
    await checkMoves(executed);
  });

  test('whatever is swapped, either way, split or not', async () => {
    console.info(`random swaps from TEST_SEED=${seed}`);
    const { lusd, leth, lbtc, wlux } = exchange.tokens;
    const held: readonly (readonly [Currency, bigint])[] = [
      [LUX, 4_000n * UNIT],
      [lusd, 30_000_000_000n],
      [leth, 8n * UNIT],
      [lbtc, 50_000_000n],
      [wlux, 2_000n * UNIT],
    ];
    const random = fc.record({
      from: fc.nat(held.length - 1),
      to: fc.nat(held.length - 1),
      mode: fc.constantFrom('exact-in', 'exact-out'),
      part: fc.bigInt({ min: 1n, max: 1_000_000n }),
    });
    for (const { from, to, mode, part } of fc.sample(random, { numRuns: 40, seed })) {
      const [[input, most] = [LUX, 0n], [output, mostOut] = [LUX, 0n]] = [held[from], held[to]];
      const isWrap = [input, output].every(({ symbol }) => symbol === 'LUX' || symbol === 'WLUX');
      if (from === to || isWrap) continue;
      // What an exact output costs is about a fifth of what is held, at most.
      const amount =
        mode === 'exact-in' ? (most * part) / 5_000_000n : (mostOut * part) / 20_000_000n;
      await checkMoves(await execute({ input, output, mode, amount: amount + 1n }));
    }
  });

  test('a V2 pair states the quoted amounts in its own event', async () => {
    const { lusd, leth } = exchange.tokens;
    const ask = { input: lusd, output: leth, amount: 5_000_000n, through: isV2, maxLegs: 1 };
    const { route, receipt } = await execute(ask);
    const [pool] = route.legs.flatMap(poolsOf);
    const swaps = receipt.logs
      .filter((log) => log.address.toLowerCase() === pool?.toLowerCase())
      .map((log) => decodeEventLog({ abi: uniswapV2PairAbi, data: log.data, topics: log.topics }))
      .filter((event) => event.eventName === 'Swap');
    expect(swaps).toHaveLength(1);
    const { amount0In, amount1In, amount0Out, amount1Out } = swaps[0]?.args ?? {};
    expect((amount0In ?? 0n) + (amount1In ?? 0n)).toBe(route.amountIn);
    expect((amount0Out ?? 0n) + (amount1Out ?? 0n)).toBe(route.amountOut);
  });

  test.each(['exact-in', 'exact-out'] as const)(
    'LUX becomes WLUX and LUX again, %s',
    async (mode) => {
      const { wlux } = exchange.tokens;
      await checkWrap({ input: LUX, output: wlux, amount: 3n * UNIT, mode });
      await checkWrap({ input: wlux, output: LUX, amount: 2n * UNIT, mode });
    },
  );

  async function checkWrap(ask: Ask): Promise<void> {
    const { receipt, moved } = await execute(ask);
    const { wlux } = exchange.tokens;
    const sign = ask.input.kind === 'native' ? 1n : -1n;
    expect(moved).toEqual({
      native: -sign * ask.amount - gasOf(receipt),
      [currencyKey(wlux)]: sign * ask.amount,
    });
  }

  test('somebody else can be the recipient, also of LUX', async () => {
    const recipient = '0x00000000000000000000000000000000C0FFEE01';
    const { lusd, leth } = exchange.tokens;
    const tokens = await execute({ input: lusd, output: leth, amount: 10_000_000n }, { recipient });
    const coins = await execute({ input: lusd, output: LUX, amount: 10_000_000n }, { recipient });
    const held = await exchange.balances(recipient);
    expect(held.get(currencyKey(leth))).toBe(tokens.route.amountOut);
    expect(held.get('native')).toBe(coins.route.amountOut);
    expect(tokens.moved[currencyKey(leth)]).toBeUndefined();
  });

  test('a permit takes the place of an approval', async () => {
    const { lusd, leth } = exchange.tokens;
    await approve(lusd, 0n);
    const ask = { input: lusd, output: leth, amount: 25_000_000n };
    const permit = await sign(lusd, 25_000_000n);
    await checkMoves(await execute(ask, { permit }));
    const again = await quote({ ...ask, mode: 'exact-out', amount: UNIT / 100n });
    const most = maximumPaid(again.route.amountIn, SLIPPAGE_PPM);
    await checkMoves(
      await execute(
        { ...ask, mode: 'exact-out', amount: UNIT / 100n },
        { permit: await sign(lusd, most) },
      ),
    );
    await approve(lusd, 2n ** 255n);
  });

  async function sign(token: Token, value: bigint) {
    const chainId = exchange.chain.deployment.chainId;
    const { user } = exchange;
    const known = await readPermit(exchange.context, {
      token: token.address,
      owner: user.address,
      chainId,
    });
    if (known === null) throw new Error(`${token.symbol} takes no permits`);
    const spender = exchange.contract('swapRouter02');
    const request = { ...known, owner: user.address, spender, value, deadline: 2n ** 40n };
    const privateKey =
      `0x${Buffer.from(user.getHdKey().privateKey ?? []).toString('hex')}` as const;
    const signature = await signTypedData({ ...permitTypedData(request), privateKey });
    return signedPermit(request, signature);
  }
});

describe('bounds', () => {
  test('hold in what is sent: the least that is received and the most that is paid', async () => {
    const { lusd, leth } = exchange.tokens;
    const { route, deadline } = await quote({ input: lusd, output: leth, amount: 10_000_000n });
    expect(minimumReceived(route.amountOut, SLIPPAGE_PPM) < route.amountOut).toBe(true);
    const native = await quote({ input: LUX, output: lusd, amount: 5n, mode: 'exact-out' });
    const call = encodeSwap(native.route, options(deadline));
    expect(call.value).toBe(maximumPaid(native.route.amountIn, SLIPPAGE_PPM));
  });
});
