import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeSwap } from '#lib/chain/encode-swap.ts';
import type { Pool } from '#lib/domain/amm/pool.ts';
import { type Currency, LUX, type Token } from '#lib/domain/currency.ts';
import { fundOther } from '#scripts/testing/swap-as-other.ts';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { findRoute } from './find-route.ts';
import type { SwapMode } from './swap-route.ts';

const UNIT = 10n ** 18n;

let exchange: SwapChain;

beforeAll(async () => {
  exchange = await swapChain();
  await fundOther(exchange);
});

afterAll(async () => {
  await exchange.chain.stop();
});

type Ask = {
  readonly input: Currency;
  readonly output: Currency;
  readonly amount: bigint;
  readonly mode?: SwapMode;
  readonly through?: (pool: Pool) => boolean;
  readonly maxLegs?: number;
};

const isV2 = (pool: Pool) => pool.kind === 'v2';
const isV3 = (pool: Pool) => pool.kind === 'v3';
const has = (pool: Pool, { address }: Token) => [pool.token0, pool.token1].includes(address);

const cases: readonly (readonly [string, () => Ask])[] = [
  ['V2', () => ({ ...lusdTo('leth'), amount: 10n ** 9n, through: isV2 })],
  ['V3', () => ({ ...lusdTo('leth'), amount: 10n ** 9n, through: low })],
  ['V3 over a tick', () => ({ ...lusdTo('wlux'), amount: 70_000n * 10n ** 6n, through: medium })],
  ['V2, V2', () => ({ ...lethToLbtc(), through: isV2 })],
  ['V3, V3', () => ({ ...lethToLbtc(), through: (pool) => isV3(pool) && overLusd(pool) })],
  ['V2, V3', () => ({ ...lethToLbtc(), through: (pool) => overLusd(pool) && mixed(pool) })],
  ['exact output over two', () => ({ ...exactOut(), through: (pool) => low(pool) })],
  ['two legs', () => ({ ...lusdTo('wlux'), amount: 20_000n * 10n ** 6n, maxLegs: 2 })],
  ['four legs', () => ({ ...lusdTo('wlux'), amount: 60_000n * 10n ** 6n, maxLegs: 4 })],
  ['LUX in', () => ({ input: LUX, output: exchange.tokens.lusd, amount: UNIT, through: isV2 })],
  ['LUX out', () => ({ ...lusdTo('wlux'), output: LUX, amount: 10n ** 8n, through: isV3 })],
  ['wrapping', () => ({ input: LUX, output: exchange.tokens.wlux, amount: UNIT })],
  ['unwrapping', () => ({ input: exchange.tokens.wlux, output: LUX, amount: UNIT })],
];

const lusdTo = (name: 'leth' | 'wlux') => ({
  input: exchange.tokens.lusd,
  output: exchange.tokens[name],
});
const lethToLbtc = () => ({
  input: exchange.tokens.leth,
  output: exchange.tokens.lbtc,
  amount: UNIT,
});
const exactOut = () => ({
  input: exchange.tokens.lbtc,
  output: exchange.tokens.lusd,
  amount: 10n ** 9n,
  mode: 'exact-out' as const,
});
const low = (pool: Pool) => isV3(pool) && pool.feePpm === 500;
const medium = (pool: Pool) => isV3(pool) && pool.feePpm === 3000;
const overLusd = (pool: Pool) => has(pool, exchange.tokens.lusd);
const mixed = (pool: Pool) => (has(pool, exchange.tokens.leth) ? isV2(pool) : isV3(pool));

/** Executes a swap; what it used and what the model says. */
async function measure({ through = () => true, ...wanted }: Ask) {
  const { pools, block } = await exchange.loadPools();
  const { wlux } = exchange.tokens;
  const found = findRoute({
    pools: pools.filter(through),
    wlux,
    mode: 'exact-in',
    gasPriceWei: 0n,
    maxLegs: 1,
    ...wanted,
  });
  if (found.status === 'failed') throw new Error(found.code);
  const swap = encodeSwap(found.route, {
    contracts: { swapRouter02: exchange.contract('swapRouter02'), wlux: wlux.address },
    sender: exchange.otherUser.address,
    slippagePpm: 5_000,
    deadline: block.timestamp + 1200n,
  });
  const { gasUsed, status } = await exchange.send(exchange.otherUser, swap);
  expect(status).toBe('success');
  return { gasUsed, gasUnits: found.route.gasUnits };
}

test.each(cases)('%s: the modelled gas is within a quarter of the used', async (_, ask) => {
  // The first swap on a pool writes storage that later ones only change; a V2 pair's price sums are
  // written only when its last block was another second.
  await exchange.rpc('evm_increaseTime', [60]);
  await measure({ ...ask(), amount: ask().amount / 50n });
  const { gasUsed, gasUnits } = await measure(ask());
  expect(gasUnits * 4n).toBeGreaterThan(gasUsed * 3n);
  expect(gasUnits * 4n).toBeLessThan(gasUsed * 5n);
});
