import { expect, test } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import { samplePools, sampleTokens, sampleV2 } from '#scripts/testing/sample-pools.ts';
import { findPaths, type Path } from './find-paths.ts';

const { lbtc, lusd, wlux, leth } = sampleTokens;
const pools = samplePools();

function tokensAlong(path: Path): readonly Address[] {
  return path.hops.flatMap(({ pool, zeroForOne }, index) => {
    const [tokenIn, tokenOut] = zeroForOne
      ? [pool.token0, pool.token1]
      : [pool.token1, pool.token0];
    return index === 0 ? [tokenIn, tokenOut] : [tokenOut];
  });
}

test('every direct pool and every pair of pools through any token is a path', () => {
  const paths = findPaths({
    pools,
    tokenIn: wlux.address,
    tokenOut: lusd.address,
    mode: 'exact-in',
  });
  const direct = paths.filter(({ hops }) => hops.length === 1);
  const through = (middle: Address) =>
    paths.filter((path) => path.hops.length === 2 && tokensAlong(path)[1] === middle);
  expect(direct).toHaveLength(4);
  expect(through(leth.address)).toHaveLength(3 * 4);
  expect(through(lbtc.address)).toHaveLength(0);
  for (const path of paths) {
    expect(tokensAlong(path).at(0)).toBe(wlux.address);
    expect(tokensAlong(path).at(-1)).toBe(lusd.address);
  }
});

test('exact output is not offered over a V2 and a V3 pool in one leg', () => {
  const query = { pools, tokenIn: lbtc.address, tokenOut: wlux.address };
  const isMixed = ({ hops }: Path) => new Set(hops.map(({ pool }) => pool.kind)).size > 1;
  const exactIn = findPaths({ ...query, mode: 'exact-in' });
  const exactOut = findPaths({ ...query, mode: 'exact-out' });
  expect(exactIn.some(isMixed)).toBe(true);
  expect(exactOut.some(isMixed)).toBe(false);
  expect(exactOut).toHaveLength(exactIn.filter((path) => !isMixed(path)).length);
});

test('an address is the same token in any letter case, and an empty pool is no path', () => {
  const pool = sampleV2({ token0: lusd, token1: wlux, usd: 1_000n });
  const upper: Address = `0x${wlux.address.slice(2).toUpperCase()}`;
  const query = { tokenIn: upper, tokenOut: lusd.address, mode: 'exact-in' as const };
  expect(findPaths({ ...query, pools: [pool] })).toHaveLength(1);
  expect(findPaths({ ...query, pools: [{ ...pool, reserve0: 0n }] })).toHaveLength(0);
});

test('a path leads through no other token than those that may be between', () => {
  const query = { pools, tokenIn: wlux.address, tokenOut: lbtc.address, mode: 'exact-in' } as const;
  const between = (intermediates: readonly Address[]) =>
    new Set(findPaths({ ...query, intermediates }).map((path) => tokensAlong(path)[1]));
  const upper: Address = `0x${leth.address.slice(2).toUpperCase()}`;
  expect(between([lusd.address, upper])).toEqual(new Set([lusd.address, leth.address]));
  expect(between([lusd.address])).toEqual(new Set([lusd.address]));
  expect(between([])).toEqual(new Set());
  const direct = { ...query, tokenOut: lusd.address, intermediates: [] };
  expect(findPaths(direct)).toHaveLength(4);
});
