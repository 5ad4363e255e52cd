import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_UINT256 } from '#lib/domain/amm/uint-limits.ts';
import { maximumPaid, minimumReceived } from './slippage.ts';

test('half a percent of a thousand', () => {
  expect(minimumReceived(1_000n, 5_000)).toBe(995n);
  expect(maximumPaid(1_000n, 5_000)).toBe(1_005n);
});

test('rounds to the worse for the user, so that the worst case shown can really happen', () => {
  expect(minimumReceived(999n, 5_000)).toBe(994n);
  expect(maximumPaid(999n, 5_000)).toBe(1_004n);
});

test('is within one unit of the exact bound, and never on the wrong side of the quote', () => {
  const ppm = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 1n << 200n }), ppm, (amount, slippage) => {
      const least = minimumReceived(amount, slippage);
      const most = maximumPaid(amount, slippage);
      expect(least <= amount && amount <= most).toBe(true);
      const exactLeast = amount * BigInt(1_000_000 - slippage);
      expect(exactLeast - least * 1_000_000n).toBeLessThan(1_000_000n);
      const exactMost = amount * BigInt(1_000_000 + slippage);
      expect(most * 1_000_000n - exactMost).toBeLessThan(1_000_000n);
    }),
  );
});

test('a maximum never leaves 256 bits', () => {
  expect(maximumPaid(MAX_UINT256 - 1n, 1_000_000)).toBe(MAX_UINT256);
});

test('a tolerance that is no part of a million is refused', () => {
  for (const bad of [-1, 1_000_001, 0.5, Number.NaN]) {
    expect(() => minimumReceived(1n, bad)).toThrow(RangeError);
    expect(() => maximumPaid(1n, bad)).toThrow(RangeError);
  }
});
