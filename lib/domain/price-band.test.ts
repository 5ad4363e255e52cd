import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerPriceLimit, upperPriceLimit } from './price-band.ts';
import { MAX_TICKS } from './quanta.ts';

const MILLION = 1_000_000n;
const MAX = BigInt(MAX_TICKS);

function exactUpper(reference: number, bandPpm: number): bigint {
  const limit = (BigInt(reference) * (MILLION + BigInt(bandPpm))) / MILLION;
  return limit > MAX ? MAX : limit;
}

function exactLower(reference: number, bandPpm: number): bigint {
  if (bandPpm >= 1_000_000) return 1n;
  const product = BigInt(reference) * (MILLION - BigInt(bandPpm));
  const limit = (product + MILLION - 1n) / MILLION;
  return limit < 1n ? 1n : limit;
}

const references = fc.oneof(
  fc.integer({ min: 1, max: MAX_TICKS }),
  fc.integer({ min: 1, max: 5_000 }),
  fc.integer({ min: 1, max: 2_147 }).map((thousand) => thousand * 1_000_000),
);
const bands = fc.oneof(
  fc.nat(1_000_000_000),
  fc.nat(2_000_000),
  fc.constantFrom(0, 1, 50_000, 100_000, 150_000, 999_999, 1_000_000, 1_000_001, 1_000_000_000),
);

describe('price band', () => {
  it.each([
    { reference: 1_000, bandPpm: 100_000, lower: 900, upper: 1_100 },
    { reference: 1_005, bandPpm: 100_000, lower: 905, upper: 1_105 },
    { reference: 7, bandPpm: 0, lower: 7, upper: 7 },
    { reference: 1, bandPpm: 999_999, lower: 1, upper: 1 },
    { reference: 3, bandPpm: 1_000_000, lower: 1, upper: 6 },
    { reference: 3, bandPpm: 1_000_000_000, lower: 1, upper: 3_003 },
    { reference: 2_000_000_000, bandPpm: 100_000, lower: 1_800_000_000, upper: MAX_TICKS },
    { reference: MAX_TICKS, bandPpm: 1_000_000_000, lower: 1, upper: MAX_TICKS },
  ])(
    '$bandPpm ppm around $reference is $lower … $upper',
    ({ reference, bandPpm, lower, upper }) => {
      expect(lowerPriceLimit(reference, bandPpm)).toBe(lower);
      expect(upperPriceLimit(reference, bandPpm)).toBe(upper);
    },
  );

  it('is exact for every reference and band', () => {
    fc.assert(
      fc.property(references, bands, (reference, bandPpm) => {
        expect(BigInt(upperPriceLimit(reference, bandPpm))).toBe(exactUpper(reference, bandPpm));
        expect(BigInt(lowerPriceLimit(reference, bandPpm))).toBe(exactLower(reference, bandPpm));
      }),
      { numRuns: 5_000 },
    );
  });

  it('is exact around the band at which the upper limit meets the cap', () => {
    const nearCap = fc
      .tuple(fc.integer({ min: 2_145_340, max: MAX_TICKS }), fc.integer({ min: -3, max: 3 }))
      .map(([reference, offset]) => ({
        reference,
        bandPpm: Math.max(0, Math.floor((MAX_TICKS / reference - 1) * 1_000_000) + offset),
      }));
    fc.assert(
      fc.property(nearCap, ({ reference, bandPpm }) => {
        expect(BigInt(upperPriceLimit(reference, bandPpm))).toBe(exactUpper(reference, bandPpm));
      }),
      { numRuns: 2_000 },
    );
  });
});
