import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notionalOf } from './notional.ts';
import { MAX_LOTS, MAX_QUANTA, MAX_TICKS } from './quanta.ts';

const counts = fc.oneof(
  fc.integer({ min: 1, max: MAX_TICKS }),
  fc.integer({ min: 1, max: 100_000 }),
  fc.nat(20).map((distance) => MAX_TICKS - distance),
);
const factors = fc.oneof(
  fc.integer({ min: 1, max: 1_000_000 }),
  fc.constantFrom(1, 10, 4_194_304, 4_194_305),
);

/** The exact product and the computed one agree, or both are above the largest amount. */
function expectExact(price: number, lots: number, k: number): void {
  const exact = BigInt(price) * BigInt(lots) * BigInt(k);
  const computed = notionalOf(price, lots, k);
  if (exact <= BigInt(MAX_QUANTA)) expect(BigInt(computed)).toBe(exact);
  else expect(computed).toBeGreaterThan(MAX_QUANTA);
}

describe('notionalOf', () => {
  it.each([
    [1, 1, 1, 1],
    [10_000_000, 1, 1, 10_000_000],
    [350_000, 1_000, 10, 3_500_000_000],
    [6_361, 69_431, 20_394_401, MAX_QUANTA],
  ])('of %d ticks, %d lots, k %d is %d quanta', (price, lots, k, quanta) => {
    expect(notionalOf(price, lots, k)).toBe(quanta);
  });

  it('shows that the largest price and size are too much', () => {
    expect(notionalOf(MAX_TICKS, MAX_LOTS, 1)).toBeGreaterThan(MAX_QUANTA);
  });

  it('is exact or recognisably too large', () => {
    fc.assert(fc.property(counts, counts, factors, expectExact), { numRuns: 5_000 });
  });

  it('tells 2^53 − 1 from 2^53 and what follows', () => {
    const nearLimit = fc
      .tuple(counts, factors, fc.integer({ min: -2, max: 2 }))
      .map(([price, k, offset]) => ({
        price,
        k,
        lots: Math.floor(MAX_QUANTA / price / k) + offset,
      }))
      .filter(({ lots }) => lots >= 1 && lots <= MAX_LOTS);
    fc.assert(
      fc.property(nearLimit, ({ price, lots, k }) => expectExact(price, lots, k)),
      { numRuns: 2_000 },
    );
  });
});
