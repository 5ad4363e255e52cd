import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ln } from './ln.ts';

describe('ln', () => {
  it('is the natural logarithm', () => {
    expect(ln(1)).toBe(0);
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (x) => {
        expect(Math.abs(ln(x) - Math.log(x))).toBeLessThan(1e-14 * (1 + Math.abs(Math.log(x))));
      }),
    );
  });

  it('refuses zero, negatives and what is no number', () => {
    for (const x of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => ln(x)).toThrow(RangeError);
    }
  });
});
