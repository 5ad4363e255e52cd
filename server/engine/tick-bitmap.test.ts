import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE } from './order-pool.ts';
import { TickBitmap, trailingZeros } from './tick-bitmap.ts';

describe('TickBitmap', () => {
  it.each([0, 1, 32, 1_024, 16_384, 65_536])('finds nothing in an empty set below %d', (size) => {
    expect(new TickBitmap(size).firstFrom(0)).toBe(NONE);
  });

  it.each([0, 31, 32, 1_023, 1_024, 32_767, 32_768, 65_535])('finds %d from anywhere', (member) => {
    const bitmap = new TickBitmap(65_536);
    bitmap.set(member);
    expect(bitmap.firstFrom(0)).toBe(member);
    expect(bitmap.firstFrom(member)).toBe(member);
    expect(bitmap.firstFrom(member + 1)).toBe(NONE);
    bitmap.clear(member);
    expect(bitmap.firstFrom(0)).toBe(NONE);
  });

  it('does what a sorted array does', () => {
    const anyIndex = fc.oneof(
      fc.integer({ min: 0, max: 65_535 }),
      fc.integer({ min: 1_000, max: 1_100 }),
    );
    const anyStep = fc.record({ set: fc.boolean(), at: anyIndex, from: anyIndex });
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 200 }), (steps) => {
        const bitmap = new TickBitmap(65_536);
        const naive = new Set<number>();
        for (const { set, at, from } of steps) {
          if (set) {
            bitmap.set(at);
            naive.add(at);
          } else {
            bitmap.clear(at);
            naive.delete(at);
          }
          const expected = [...naive].filter((n) => n >= from).sort((a, b) => a - b)[0];
          expect(bitmap.firstFrom(from)).toBe(expected ?? NONE);
        }
      }),
    );
  });
});

describe('trailingZeros', () => {
  it('counts them up to the sign bit', () => {
    const counted = Array.from({ length: 32 }, (_, n) => trailingZeros((1 << n) | (1 << 31)));
    expect(counted).toEqual(Array.from({ length: 32 }, (_, n) => n));
  });
});
