import { type Hex, maxUint256, numberToHex } from 'viem';
import { call, getCode } from 'viem/actions';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import { type Currency, currencyKey, LUX, type Token } from '#lib/domain/currency.ts';
import { findRoute } from '#lib/domain/route/find-route.ts';
import { minimumReceived } from '#lib/domain/route/slippage.ts';
import type { SwapMode } from '#lib/domain/route/swap-route.ts';
import { createDollarPool } from '#scripts/testing/create-dollar-pool.ts';
import { fundOther, swapAsOther } from '#scripts/testing/swap-as-other.ts';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { deployTestToken } from '#scripts/testing/test-tokens.ts';
import { createChainClient } from './create-chain-client.ts';
import { decodeRevert } from './decode-revert.ts';
import { type EncodeSwapOptions, encodeApproval, encodeSwap } from './encode-swap.ts';
import { findPools } from './find-pools.ts';
import { loadPools } from './load-pools.ts';
import { readBalances } from './read-balances.ts';
import { simulateSwap } from './simulate-swap.ts';

const UNIT = 10n ** 18n;
const SLIPPAGE_PPM = 5_000;

let exchange: SwapChain;
let feeToken: Token;
/** Keeps nothing of its transfers yet; its one pool is a V3 pool against LUSD. */
let switchedToken: Token;
let saved: unknown;

beforeAll(async () => {
  exchange = await swapChain();
  await fundOther(exchange);
  feeToken = await testToken('fee-on-transfer', { pool: true });
  const { lusd } = exchange.tokens;
  await succeed((await prepare({ input: LUX, output: lusd, amount: 5_000n * UNIT })).swap);
  await approve(lusd, maxUint256);
  await approve(feeToken, maxUint256);
  switchedToken = await testToken('plain', { pool: false });
  await createDollarPool(exchange, [exchange.tokens.lusd, switchedToken]);
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
};

/** A swap of the user's, found and encoded on the state of now. */
async function prepare(ask: Ask, more: Partial<EncodeSwapOptions> = {}) {
  const { context, tokens, user } = exchange;
  const addresses = Object.values(tokens).map(({ address }) => address);
  const own = [feeToken, switchedToken].filter((token) => token !== undefined);
  const refs = await findPools({
    context,
    v2Factory: exchange.contract('v2Factory'),
    v3Factory: exchange.contract('v3Factory'),
    tokens: [...addresses, ...own.map(({ address }) => address)],
  });
  const { pools, block } = await loadPools(context, refs);
  const market = { pools, wlux: tokens.wlux, gasPriceWei: 0n, mode: 'exact-in' as const };
  const found = findRoute({ ...market, maxLegs: 1, ...ask });
  if (found.status === 'failed') throw new Error(found.code);
  const swap = encodeSwap(found.route, {
    contracts: { swapRouter02: exchange.contract('swapRouter02'), wlux: tokens.wlux.address },
    sender: user.address,
    slippagePpm: SLIPPAGE_PPM,
    deadline: block.timestamp + 1200n,
    ...more,
  });
  return {
    context,
    route: found.route,
    swap,
    sender: more.sender ?? user.address,
    slippagePpm: SLIPPAGE_PPM,
    quotedAt: block.hash,
    ...(more.permit === undefined ? {} : { permit: more.permit }),
  };
}

async function testToken(
  kind: 'fee-on-transfer' | 'plain',
  { pool }: { readonly pool: boolean },
): Promise<Token> {
  const { address, decimals } = await deployTestToken({ chain: exchange.chain, kind, pool });
  return { kind: 'token', address, symbol: kind, name: kind, decimals, permit: false };
}

async function held(token: Token): Promise<bigint> {
  const { balances } = await readBalances({
    context: exchange.context,
    owner: exchange.user.address,
    currencies: [token],
  });
  return balances.get(currencyKey(token)) ?? 0n;
}

async function approve(token: Token, amount: bigint): Promise<void> {
  const spender = exchange.contract('swapRouter02');
  await succeed(encodeApproval({ token: token.address, spender, amount }));
}

async function succeed(transaction: { to: Address; data: Hex; value: bigint }): Promise<void> {
  expect((await exchange.send(exchange.user, transaction)).status).toBe('success');
}

describe('a swap that would work is rehearsed with the amounts of its quote', () => {
  test.each([
    ['exact input', () => ({ input: exchange.tokens.lusd, output: LUX, amount: 10n ** 9n })],
    [
      'a split',
      () => ({
        input: LUX,
        output: exchange.tokens.lbtc,
        amount: 50_000n * UNIT,
        maxLegs: 4,
      }),
    ],
    [
      'exact output',
      () => ({
        input: exchange.tokens.lusd,
        output: exchange.tokens.leth,
        amount: UNIT,
        mode: 'exact-out' as const,
      }),
    ],
    ['wrapping', () => ({ input: LUX, output: exchange.tokens.wlux, amount: UNIT })],
  ])('%s', async (_, ask) => {
    const query = await prepare(ask());
    const { amountIn, amountOut, gasUnits } = await simulateSwap(query);
    expect(amountIn).toBe(query.route.amountIn);
    expect(amountOut).toBe(query.route.amountOut);
    expect(gasUnits).toBeGreaterThan(21_000n);
  });
});

describe('a swap that would fail says why', () => {
  const crash = async () => {
    const { lusd, wlux } = exchange.tokens;
    await swapAsOther(exchange, { input: lusd, output: wlux, amount: 300_000_000_000n });
  };

  test.each([
    ['less comes out', {}, 'Too little received'],
    ['less comes out of a split', { maxLegs: 4, amount: 50_000_000_000n }, 'Insufficient token'],
    ['more goes in', { mode: 'exact-out' as const, amount: UNIT }, 'Too much requested'],
  ])('the price has moved: %s', async (_, change, reason) => {
    const { lusd, wlux } = exchange.tokens;
    const query = await prepare({ input: lusd, output: wlux, amount: 10n ** 9n, ...change });
    await crash();
    const expected = { code: 'swap/slippage-exceeded', reason };
    await expect(simulateSwap(query)).rejects.toMatchObject(expected);
    const receipt = await exchange.send(exchange.user, query.swap);
    expect(receipt.status).toBe('reverted');
    const { to, data } = query.swap;
    const replay = call(exchange.client, { account: query.sender, to, data });
    const error = await replay.catch((cause: unknown) => cause);
    expect(decodeRevert(error)).toEqual(expected);
  });

  test('the deadline has passed', async () => {
    const { lusd, leth } = exchange.tokens;
    const query = await prepare({ input: lusd, output: leth, amount: 10n ** 9n }, { deadline: 1n });
    await expect(simulateSwap(query)).rejects.toMatchObject({
      code: 'swap/deadline-passed',
      reason: 'Transaction too old',
    });
  });

  test('the account has too little of the token, or has not let the router take it', async () => {
    const { lusd, leth } = exchange.tokens;
    const much = await prepare({ input: lusd, output: leth, amount: 80_000_000_000n });
    await expect(simulateSwap(much)).rejects.toMatchObject({
      code: 'swap/insufficient-balance',
      reason: 'STF',
    });
    await approve(lusd, 10n ** 9n - 1n);
    const query = await prepare({ input: lusd, output: leth, amount: 10n ** 9n });
    await expect(simulateSwap(query)).rejects.toMatchObject({
      code: 'swap/insufficient-allowance',
    });
    await approve(lusd, 10n ** 9n);
    await expect(simulateSwap(query)).resolves.toMatchObject({ amountIn: 10n ** 9n });
  });

  test('the account has too few coins', async () => {
    const sender = '0x00000000000000000000000000000000000beef1';
    const ask = { input: LUX, output: exchange.tokens.lusd, amount: UNIT };
    const query = await prepare(ask, { sender });
    await expect(simulateSwap(query)).rejects.toMatchObject({ code: 'swap/insufficient-funds' });
  });

  test('the token refuses the permit', async () => {
    const { lusd, leth } = exchange.tokens;
    await approve(lusd, 0n);
    const word = numberToHex(1, { size: 32 });
    const permit = { value: 10n ** 9n, deadline: maxUint256, v: 27, r: word, s: word };
    const ask = { input: lusd, output: leth, amount: 10n ** 9n };
    const query = await prepare(ask, { permit });
    await expect(simulateSwap(query)).rejects.toMatchObject({ code: 'swap/permit-refused' });
  });

  test.each([
    ['bought', () => ({ input: exchange.tokens.lusd, output: feeToken, amount: 10n ** 7n })],
    ['sold', () => ({ input: feeToken, output: exchange.tokens.lusd, amount: UNIT / 10n })],
  ])('a token that takes a part of every transfer is %s', async (_, ask) => {
    const query = await prepare(ask());
    await expect(simulateSwap(query)).rejects.toMatchObject({ code: 'swap/fee-on-transfer' });
  });

  test('a token whose fee is switched on later is bought on a V3 pool, which does not notice', async () => {
    const { lusd } = exchange.tokens;
    await exchange.rpc('anvil_setCode', [
      switchedToken.address,
      await getCode(exchange.client, { address: feeToken.address }),
    ]);
    for (const ask of [{ amount: 10n ** 7n }, { amount: UNIT, mode: 'exact-out' as const }]) {
      const query = await prepare({ input: lusd, output: switchedToken, ...ask });
      expect(query.route.legs[0]?.hops[0]?.kind).toBe('v3');
      await expect(simulateSwap(query)).rejects.toMatchObject({ code: 'swap/fee-on-transfer' });
      // The router would carry it out, and pay out less than the least it was told to.
      const before = await held(switchedToken);
      await succeed(query.swap);
      expect((await held(switchedToken)) - before).toBeLessThan(
        minimumReceived(query.route.amountOut, SLIPPAGE_PPM),
      );
    }
  });

  test('the chain is away', async () => {
    const { lusd, leth } = exchange.tokens;
    const query = await prepare({ input: lusd, output: leth, amount: 10n ** 9n });
    const client = createChainClient({ chainId: 1337, name: 'away', rpcUrl: 'http://127.0.0.1:9' });
    const away = { ...query, context: { ...query.context, client } };
    await expect(simulateSwap(away)).rejects.toMatchObject({ code: 'chain/unreachable' });
  });
});
