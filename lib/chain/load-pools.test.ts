import { expect, test } from 'vitest';
import { isTradable } from '#lib/domain/amm/pool.ts';
import { createTickTable } from '#lib/domain/amm/tick-table.ts';
import { assemblePool } from './load-pools.ts';

const ref = {
  kind: 'v3',
  address: '0x00000000000000000000000000000000000000aa',
  token0: '0x0000000000000000000000000000000000000001',
  token1: '0x0000000000000000000000000000000000000002',
  feePpm: 3000,
  tickSpacing: 60,
} as const;
const state = { kind: 'v3', sqrtPriceX96: 1n << 96n, tick: 0, liquidity: 5n } as const;
const ticks = createTickTable(60, [
  { index: -60, liquidityNet: 5n },
  { index: 60, liquidityNet: -5n },
]);

test('a V3 pool whose ticks add up to its liquidity is taken', () => {
  const pool = assemblePool(ref, { state, ticks });
  expect(pool).toMatchObject({ kind: 'v3', feePpm: 3000, liquidity: 5n, tick: 0 });
});

test('ticks that are missing are noticed, because a quote over them would be wrong', () => {
  const missing = { state: { ...state, liquidity: 6n }, ticks };
  expect(() => assemblePool(ref, missing)).toThrowError(
    expect.objectContaining({ code: 'chain/unexpected-answer' }),
  );
});

test.each([
  ['a price below all prices', { sqrtPriceX96: 1n }],
  ['a price above all prices', { sqrtPriceX96: (1n << 160n) - 1n }],
  ['a price that is not at the tick', { sqrtPriceX96: 1n << 97n }],
  ['a tick above all ticks', { tick: 887_272 }],
  ['a tick below all ticks', { tick: -887_273 }],
  ['liquidity without a price', { sqrtPriceX96: 0n }],
])('%s is no state of a pool, whoever says so', (_, change) => {
  expect(() => assemblePool(ref, { state: { ...state, ...change }, ticks })).toThrowError(
    expect.objectContaining({ code: 'chain/unexpected-answer' }),
  );
});

test('a price on the upper edge of its tick is one that was crossed downwards', () => {
  const crossed = { ...state, tick: -1 };
  expect(assemblePool(ref, { state: crossed, ticks })).toMatchObject({ tick: -1, liquidity: 5n });
});

test('a pool that has no price yet is taken, and nothing can be swapped on it', () => {
  const bare = { ...state, sqrtPriceX96: 0n, liquidity: 0n };
  const pool = assemblePool(ref, { state: bare, ticks: createTickTable(60, []) });
  expect(isTradable(pool)).toBe(false);
});

test('a state of the other version is a mistake of ours', () => {
  const reserves = { kind: 'v2', reserve0: 1n, reserve1: 1n } as const;
  expect(() => assemblePool(ref, { state: reserves, ticks })).toThrow(RangeError);
  expect(() => assemblePool(ref, { state, ticks: undefined })).toThrow(RangeError);
});
