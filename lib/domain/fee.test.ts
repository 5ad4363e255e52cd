import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feeOf } from './fee.ts';
import { MAX_QUANTA } from './quanta.ts';

const MILLION = 1_000_000n;

/** The formula as docs/matching.md writes it, in whole numbers without bounds. */
function exactFee(amount: number, ppm: number): bigint {
  const n = BigInt(amount);
  const rate = BigInt(ppm);
  return (n / MILLION) * rate + ((n % MILLION) * rate + MILLION - 1n) / MILLION;
}

/** Amounts of every magnitude, and those around multiples of a million, where rounding decides. */
const amounts = fc.oneof(
  fc.maxSafeNat(),
  fc.nat(3_000_000),
  fc
    .tuple(fc.nat(9_007_199_254), fc.integer({ min: -2, max: 2 }))
    .map(([millions, offset]) => Math.max(0, millions * 1_000_000 + offset)),
  fc.nat(1_000).map((distance) => MAX_QUANTA - distance),
);

const rates = fc.oneof(
  fc.nat(1_000_000),
  fc.constantFrom(0, 1, 100, 200, 350, 500, 999_999, 1_000_000),
);

describe('feeOf', () => {
  it.each([
    [0, 500, 0],
    [1, 0, 0],
    [1, 1, 1],
    [2_000, 500, 1],
    [2_001, 500, 2],
    [1_000_000, 500, 500],
    [1_000_001, 500, 501],
    [MAX_QUANTA, 1_000_000, MAX_QUANTA],
    [MAX_QUANTA, 1, 9_007_199_255],
  ])('of %d quanta at %d ppm is %d', (amount, ppm, fee) => {
    expect(feeOf(amount, ppm)).toBe(fee);
  });

  it('is exact for every amount and rate', () => {
    fc.assert(
      fc.property(amounts, rates, (amount, ppm) => {
        expect(BigInt(feeOf(amount, ppm))).toBe(exactFee(amount, ppm));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is exact on both sides of the amount at which the product exceeds the safe integers', () => {
    const aroundBorder = fc
      .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: -3, max: 3 }))
      .map(([ppm, offset]) => ({ ppm, amount: Math.floor(MAX_QUANTA / ppm) + offset }))
      .filter(({ amount }) => amount <= MAX_QUANTA);
    fc.assert(
      fc.property(aroundBorder, ({ amount, ppm }) => {
        expect(BigInt(feeOf(amount, ppm))).toBe(exactFee(amount, ppm));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never more than the amount', () => {
    fc.assert(
      fc.property(amounts, rates, (amount, ppm) => {
        expect(feeOf(amount, ppm)).toBeLessThanOrEqual(amount);
      }),
    );
  });
});
