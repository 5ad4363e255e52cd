import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FarLevels } from './far-levels.ts';
import { NO_LEVEL, QueuePool } from './queue-pool.ts';

const FLIPS = [
  ['ascending', -2_147_483_648],
  ['descending', -1],
] as const;

const MAX_PRICE = 2_147_483_647;

/** Counts how often somebody goes one level on in a list. */
class CountingPool extends QueuePool {
  steps = 0;

  override listNext(level: number): number {
    this.steps += 1;
    return super.listNext(level);
  }
}

/** Levels by price, next to a sorted array of keys. */
class Pair {
  readonly pool = new CountingPool();
  readonly far: FarLevels;
  readonly #flip: number;
  #keys: number[] = [];

  constructor(flip: number) {
    this.far = new FarLevels(this.pool, flip);
    this.#flip = flip;
  }

  insert(price: number): void {
    const key = price ^ this.#flip;
    if (this.#keys.includes(key)) return;
    this.far.insert(this.pool.takeLevel(key));
    this.#keys = [...this.#keys, key].sort((a, b) => a - b);
  }

  remove(place: number): void {
    const [key] = this.#keys.splice(place % Math.max(1, this.#keys.length), 1);
    if (key === undefined) return;
    const level = this.far.find(key);
    this.far.remove(level);
    this.pool.releaseLevel(level);
  }

  compareFirst(): void {
    expect([this.far.count, this.#keyOf(this.far.first)]).toEqual([
      this.#keys.length,
      this.#keys[0] ?? null,
    ]);
  }

  compare(): void {
    this.compareFirst();
    const walked: (number | null)[] = [];
    for (let level = this.far.first; level !== NO_LEVEL; ) {
      walked.push(this.#keyOf(level));
      level = this.far.after(this.pool.levelKey(level));
    }
    expect(walked).toEqual(this.#keys);
  }

  compareAt(price: number): void {
    const key = price ^ this.#flip;
    const found = this.#keys.includes(key) ? key : null;
    const after = this.#keys.find((other) => other > key) ?? null;
    expect([this.#keyOf(this.far.find(key)), this.#keyOf(this.far.after(key))]).toEqual([
      found,
      after,
    ]);
  }

  #keyOf(level: number): number | null {
    return level === NO_LEVEL ? null : this.pool.levelKey(level);
  }
}

const anyPrice = fc.oneof(
  fc.integer({ min: 1, max: MAX_PRICE }),
  fc.integer({ min: 1, max: 3_000 }),
  { weight: 3, arbitrary: fc.integer({ min: 1_500_000_000, max: 1_500_000_300 }) },
  fc.constantFrom(1, 2, 2_047, 2_048, MAX_PRICE - 1, MAX_PRICE),
);

describe.each(FLIPS)('FarLevels, %s', (_, flip) => {
  it('does what a sorted array does', () => {
    const anyStep = fc.record({
      insert: fc.boolean(),
      price: anyPrice,
      place: fc.nat(1_000),
      at: anyPrice,
    });
    fc.assert(
      fc.property(fc.array(anyPrice, { maxLength: 60 }), fc.array(anyStep), (first, steps) => {
        const pair = new Pair(flip);
        for (const price of first) pair.insert(price);
        for (const { insert, price, place, at } of steps) {
          if (insert) pair.insert(price);
          else pair.remove(place);
          pair.compareFirst();
          pair.compareAt(at);
        }
        pair.compare();
      }),
      { numRuns: 60 },
    );
  });

  it('is empty again after many levels in one place', () => {
    const pair = new Pair(flip);
    for (let n = 0; n < 700; n += 1) pair.insert(1_900_000_000 + 3 * n);
    pair.compare();
    for (let n = 0; n < 700; n += 1) pair.remove(n * 31);
    pair.compare();
    pair.insert(1_900_000_000);
    pair.compare();
  });

  it('takes few steps wherever levels crowd', () => {
    const pool = new CountingPool();
    const far = new FarLevels(pool, flip);
    const keys = Array.from({ length: 20_000 }, (_, n) => (2_000_000_000 - n) ^ flip);
    for (const key of keys) far.insert(pool.takeLevel(key));
    for (const key of keys.toReversed()) far.remove(far.find(key));
    expect([far.count, far.first]).toEqual([0, NO_LEVEL]);
    expect(pool.steps / keys.length).toBeLessThan(60);
  });
});
