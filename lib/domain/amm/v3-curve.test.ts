import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryAmount, arbitraryV3Pool } from '#scripts/testing/arbitrary-pools.ts';
import { createTickTable } from './tick-table.ts';
import { V3Curve, v3Curve } from './v3-curve.ts';
import type { V3Pool } from './v3-pool.ts';
import { swapV3 } from './v3-swap.ts';

const anySwap = fc.record({
  pool: arbitraryV3Pool,
  zeroForOne: fc.boolean(),
  amounts: fc.array(arbitraryAmount(120), { minLength: 1, maxLength: 8 }),
});

describe('the summed-up curve', () => {
  test('gives for any input, in any order of asking, what the step-by-step swap gives', () => {
    fc.assert(
      fc.property(anySwap, ({ pool, zeroForOne, amounts }) => {
        const curve = new V3Curve(pool, zeroForOne);
        for (const amount of amounts) {
          const expected = swapV3(pool, { zeroForOne, exactIn: true, amount });
          expect(curve.swapIn(amount)).toEqual(expected.complete ? expected : null);
          expect(curve.amountOut(amount)).toBe(expected.complete ? expected.amountOut : null);
        }
      }),
      { numRuns: 250 },
    );
  });

  test('asks for any output what the step-by-step swap asks', () => {
    fc.assert(
      fc.property(anySwap, ({ pool, zeroForOne, amounts }) => {
        const curve = new V3Curve(pool, zeroForOne);
        for (const amount of amounts) {
          const expected = swapV3(pool, { zeroForOne, exactIn: false, amount });
          expect(curve.swapOut(amount)).toEqual(expected.complete ? expected : null);
          expect(curve.amountIn(amount)).toBe(expected.complete ? expected.amountIn : null);
        }
      }),
      { numRuns: 250 },
    );
  });

  test('agrees at and next to the very amounts at which stops are reached', () => {
    fc.assert(
      fc.property(arbitraryV3Pool, fc.boolean(), arbitraryAmount(120), (pool, down, reach) => {
        const curve = new V3Curve(pool, down);
        const swap = swapV3(pool, { zeroForOne: down, exactIn: true, amount: reach });
        const spent = swap.amountIn;
        for (const amount of [spent - 1n, spent, spent + 1n].filter((value) => value > 0n)) {
          const expected = swapV3(pool, { zeroForOne: down, exactIn: true, amount });
          expect(curve.swapIn(amount)).toEqual(expected.complete ? expected : null);
        }
        const got = swap.amountOut;
        for (const amount of [got - 1n, got, got + 1n].filter((value) => value > 0n)) {
          const expected = swapV3(pool, { zeroForOne: down, exactIn: false, amount });
          expect(curve.swapOut(amount)).toEqual(expected.complete ? expected : null);
        }
      }),
      { numRuns: 250 },
    );
  });

  test('never gives less for more', () => {
    fc.assert(
      fc.property(anySwap, ({ pool, zeroForOne, amounts }) => {
        const curve = v3Curve(pool, zeroForOne);
        const outputs = amounts
          .toSorted((a, b) => (a < b ? -1 : 1))
          .map((amount) => curve.amountOut(amount))
          .filter((output) => output !== null);
        expect(outputs).toEqual(outputs.toSorted((a, b) => (a < b ? -1 : 1)));
      }),
    );
  });
});

test('a pool without any liquidity fills nothing', () => {
  const empty: V3Pool = {
    kind: 'v3',
    address: '0x00000000000000000000000000000000000000aa',
    token0: '0x0000000000000000000000000000000000000001',
    token1: '0x0000000000000000000000000000000000000002',
    feePpm: 3000,
    sqrtPriceX96: 1n << 96n,
    tick: 0,
    liquidity: 0n,
    ticks: createTickTable(60, []),
  };
  expect(v3Curve(empty, true).amountOut(1n)).toBeNull();
  expect(v3Curve(empty, false).amountIn(1n)).toBeNull();
});
