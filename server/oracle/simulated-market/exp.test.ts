import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp } from './exp.ts';

describe('exp', () => {
  it('is the exponential', () => {
    expect(exp(0)).toBe(1);
    fc.assert(
      fc.property(fc.double({ min: -40, max: 40, noNaN: true }), (x) => {
        expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-14);
      }),
    );
  });

  it('refuses what it cannot represent', () => {
    for (const x of [601, -601, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => exp(x)).toThrow(RangeError);
    }
  });
});
