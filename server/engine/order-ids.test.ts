import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderIds } from './order-ids.ts';
import { NONE, OrderPool } from './order-pool.ts';

function withIds(ids: readonly number[], capacity = 1) {
  const pool = new OrderPool(capacity);
  const index = new OrderIds(pool);
  const slots = ids.map((id) => {
    const slot = pool.take();
    pool.setId(slot, id);
    index.insert(slot);
    return slot;
  });
  return { pool, index, slots };
}

const anyId = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  // Equal in their lower 32 bits.
  fc.integer({ min: 0, max: 2_097_151 }).map((high) => high * 4_294_967_296 + 7),
);

describe('OrderIds', () => {
  it('finds nothing at first', () => {
    expect(new OrderIds(new OrderPool()).find(1)).toBe(NONE);
  });

  it('tells ids apart that are equal in their lower 32 bits', () => {
    const { index, slots } = withIds([7, 4_294_967_303, 8_589_934_599]);
    expect([7, 4_294_967_303, 8_589_934_599, 12_884_901_895].map((id) => index.find(id))).toEqual([
      ...slots,
      NONE,
    ]);
  });

  it('finds each of many ids after growing', () => {
    const ids = Array.from({ length: 5_000 }, (_, n) => 1 + n * 1_234_567_891);
    const { index, slots } = withIds(ids);
    expect(ids.map((id) => index.find(id))).toEqual(slots);
  });

  it('does what a map does', () => {
    const anyStep = fc.record({ remove: fc.boolean(), id: anyId });
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 300 }), (steps) => {
        const { pool, index } = withIds([]);
        const naive = new Map<number, number>();
        for (const { remove, id } of steps) {
          const known = naive.get(id) ?? NONE;
          expect(index.find(id)).toBe(known);
          if (known === NONE) {
            const slot = pool.take();
            pool.setId(slot, id);
            index.insert(slot);
            naive.set(id, slot);
          } else if (remove) {
            index.remove(known);
            pool.release(known);
            naive.delete(id);
          }
        }
        for (const [id, slot] of naive) expect(index.find(id)).toBe(slot);
      }),
      { numRuns: 200 },
    );
  });
});
