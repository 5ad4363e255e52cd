import { expect, test } from 'vitest';
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

test('a state of the other version is a mistake of ours', () => {
  const reserves = { kind: 'v2', reserve0: 1n, reserve1: 1n } as const;
  expect(() => assemblePool(ref, { state: reserves, ticks })).toThrow(RangeError);
  expect(() => assemblePool(ref, { state, ticks: undefined })).toThrow(RangeError);
});
