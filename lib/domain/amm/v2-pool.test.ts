import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryAmount, arbitraryV2Pool } from '#scripts/testing/arbitrary-pools.ts';
import { MAX_UINT112 } from './uint-limits.ts';
import { v2AmountIn, v2AmountOut, v2FeeAmount, v2PoolAfter } from './v2-pool.ts';

test('the documented example: one in a thousand of a balanced pair', () => {
  expect(v2AmountOut(1_000n, 1_000_000n, 1_000_000n)).toBe(996n);
  expect(v2AmountIn(996n, 1_000_000n, 1_000_000n)).toBe(1_000n);
  expect(v2FeeAmount(1_000n)).toBe(3n);
  expect(v2FeeAmount(1n)).toBe(1n);
});

test('the product of the reserves never falls, fee taken off or not', () => {
  fc.assert(
    fc.property(
      arbitraryV2Pool,
      arbitraryAmount(112),
      fc.boolean(),
      (pool, amountIn, zeroForOne) => {
        const [reserveIn, reserveOut] = zeroForOne
          ? [pool.reserve0, pool.reserve1]
          : [pool.reserve1, pool.reserve0];
        const amountOut = v2AmountOut(amountIn, reserveIn, reserveOut);
        fc.pre(amountOut !== null);
        const after = v2PoolAfter(pool, { zeroForOne, amountIn, amountOut });
        expect(after.reserve0 * after.reserve1 >= pool.reserve0 * pool.reserve1).toBe(true);
        // The pair's own check (`K`), which leaves the fee out.
        const adjusted = (reserveIn + amountIn) * 1000n - amountIn * 3n;
        expect(adjusted * (reserveOut - amountOut) >= reserveIn * reserveOut * 1000n).toBe(true);
      },
    ),
  );
});

test('the input asked for an output gives that output, and one unit less does not', () => {
  fc.assert(
    fc.property(arbitraryV2Pool, arbitraryAmount(110), ({ reserve0, reserve1 }, amountOut) => {
      const amountIn = v2AmountIn(amountOut, reserve0, reserve1);
      fc.pre(amountIn !== null && amountIn > 2n);
      expect((v2AmountOut(amountIn, reserve0, reserve1) ?? 0n) >= amountOut).toBe(true);
      // The library adds one after rounding down, so that it may ask one unit too much; never two.
      expect((v2AmountOut(amountIn - 2n, reserve0, reserve1) ?? 0n) < amountOut).toBe(true);
    }),
  );
});

test('what the pair would revert on is not quoted', () => {
  expect(v2AmountOut(0n, 10n, 10n)).toBeNull();
  expect(v2AmountOut(1n, 0n, 10n)).toBeNull();
  expect(v2AmountOut(1n, 10n, 0n)).toBeNull();
  expect(v2AmountOut(1n, 1_000n, 10n)).toBeNull();
  expect(v2AmountOut(MAX_UINT112, 1n, 10n)).toBeNull();
  expect(v2AmountOut(1n << 256n, 1n, 10n)).toBeNull();
  expect(v2AmountIn(0n, 10n, 10n)).toBeNull();
  expect(v2AmountIn(10n, 10n, 10n)).toBeNull();
  expect(v2AmountIn(11n, 10n, 10n)).toBeNull();
  expect(v2AmountIn(5n, 0n, 10n)).toBeNull();
  expect(v2AmountIn(9n, MAX_UINT112 / 2n, 10n)).toBeNull();
});
