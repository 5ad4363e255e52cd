import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryAmount, arbitraryV2Pool } from '#scripts/testing/arbitrary-pools.ts';
import { samplePools, sampleTokens, worth } from '#scripts/testing/sample-pools.ts';
import { type Allocation, distribute, isBetter, refine, totalOf } from './distribute.ts';
import { findPaths, type Path } from './find-paths.ts';
import type { SwapMode } from './swap-route.ts';

const MODES: readonly SwapMode[] = ['exact-in', 'exact-out'];

/** Every way to give tenths of an amount to three paths. */
function everyTenth(paths: readonly [Path, Path, Path], amount: bigint): readonly Allocation[][] {
  const [a, b, c] = paths;
  const ways: Allocation[][] = [];
  for (let first = 0n; first <= 10n; first += 1n) {
    for (let second = 0n; first + second <= 10n; second += 1n) {
      const parts = [
        { path: a, amount: (amount / 10n) * first },
        { path: b, amount: (amount / 10n) * second },
        { path: c, amount: (amount / 10n) * (10n - first - second) },
      ];
      ways.push(parts.filter((part) => part.amount > 0n));
    }
  }
  return ways;
}

describe('distributing over pools that do not meet', () => {
  test('is as good as the best of all ways on the same grid, refined at least as good', () => {
    fc.assert(
      fc.property(
        fc.tuple(arbitraryV2Pool, arbitraryV2Pool, arbitraryV2Pool),
        arbitraryAmount(80).map((amount) => amount * 10n),
        fc.constantFrom(...MODES),
        (pools, amount, mode) => {
          const path = (slot: 0 | 1 | 2): Path => ({
            hops: [{ slot, pool: pools[slot], zeroForOne: true }],
          });
          const paths: [Path, Path, Path] = [path(0), path(1), path(2)];
          const found = distribute({ paths, amount, mode, pieces: 10 });
          fc.pre(found !== null);
          const total = totalOf(found, mode);
          const refined = totalOf(refine(found, { mode, pieces: 10 }), mode);
          fc.pre(total !== null && total > 10n ** 6n && refined !== null);
          // Greedy is optimal for concave outputs; floors of a unit a piece are no concavity.
          const slack = 20n;
          for (const way of everyTenth(paths, amount)) {
            const other = totalOf(way, mode);
            if (other === null) continue;
            const worse = mode === 'exact-in' ? other - slack : other + slack;
            expect(isBetter(worse, total, mode)).toBe(false);
          }
          expect(isBetter(total, refined, mode)).toBe(false);
        },
      ),
    );
  });
});

describe('distributing over paths that meet in pools', () => {
  const { wlux, lusd } = sampleTokens;
  const pools = samplePools();

  test.each(MODES)('%s: allots the whole amount and never counts a pool twice', (mode) => {
    const tokens = { tokenIn: wlux.address, tokenOut: lusd.address };
    const paths = findPaths({ pools, ...tokens, mode });
    const amount = worth(mode === 'exact-in' ? wlux : lusd, 700_000n) + 7n;
    const found = distribute({ paths, amount, mode, pieces: 20 }) ?? [];
    expect(found.reduce((sum, part) => sum + part.amount, 0n)).toBe(amount);
    expect(found.length).toBeGreaterThan(4);
    // In another order the same flows go through the same pools.
    const forwards = totalOf(found, mode) ?? 0n;
    const backwards = totalOf(found.toReversed(), mode) ?? 0n;
    expect(forwards - backwards).toBeLessThan(20n);
    expect(backwards - forwards).toBeLessThan(20n);
  });

  test('says so when the paths together cannot take the amount', () => {
    const tokens = { tokenIn: wlux.address, tokenOut: lusd.address };
    const paths = findPaths({ pools, ...tokens, mode: 'exact-out' });
    const amount = worth(lusd, 50_000_000n);
    expect(distribute({ paths, amount, mode: 'exact-out', pieces: 20 })).toBeNull();
  });
});
