import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integerSqrt } from './integer-sqrt.ts';

describe('integerSqrt', () => {
  it('is the root rounded down', () => {
    expect([0n, 1n, 2n, 3n, 4n, 8n, 9n, 10n ** 40n].map(integerSqrt)).toEqual([
      0n,
      1n,
      1n,
      1n,
      2n,
      2n,
      3n,
      10n ** 20n,
    ]);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 512n }), (value) => {
        const root = integerSqrt(value);
        expect(root * root <= value && value < (root + 1n) * (root + 1n)).toBe(true);
      }),
    );
  });

  it('is exact at squares and just below them', () => {
    for (const root of [1n, 2n, 3n, (1n << 96n) - 1n, 1n << 96n, 10n ** 40n]) {
      expect(integerSqrt(root * root)).toBe(root);
      expect(integerSqrt(root * root - 1n)).toBe(root - 1n);
    }
  });

  it('refuses negative numbers', () => {
    expect(() => integerSqrt(-1n)).toThrow(RangeError);
  });
});
