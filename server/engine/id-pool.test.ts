import { describe, expect, it } from 'vitest';
import { IdPool } from './id-pool.ts';

class ChainCountingPool extends IdPool {
  /** How many chains there are: as many orders have nobody behind them. */
  chains(slots: readonly number[]): number {
    return slots.filter((slot) => this.words[16 * slot + 7] === 0).length;
  }
}

function listed(pool: IdPool, id: number): number {
  const slot = pool.take();
  pool.setId(slot, id);
  pool.list(slot);
  return slot;
}

describe('IdPool', () => {
  it('finds every order while the buckets grow and the pool with them', () => {
    const pool = new IdPool(1);
    const slots = Array.from({ length: 3_000 }, (_, n) => listed(pool, 1 + n * 3_000_000_019));
    expect(slots.map((slot) => pool.find(pool.id(slot)))).toEqual(slots);
    expect([pool.live, pool.find(2)]).toEqual([3_000, 0]);
  });

  it('has at least two buckets an order, and gives the memory of former ones to orders', () => {
    const pool = new IdPool(1);
    const orders = 4_000;
    const highest = Math.max(...Array.from({ length: orders }, (_, n) => listed(pool, n + 1)));
    const buckets = 8_192;
    expect(highest).toBeGreaterThan(orders + buckets / 16 - 1);
    expect(highest).toBeLessThan(orders + buckets / 16 + 64);
  });

  it('needs less than 200 bytes for each of many orders, whatever their number', () => {
    const pool = new IdPool();
    for (let count = 1; count <= 40_000; count += 1) {
      listed(pool, count);
      if (count > 2_000) expect((pool.capacity * 64) / count).toBeLessThan(200);
    }
  });

  it.each([1, 3, 4, 8, 16, 60, 64, 256, 1_000, 1_024, 4_096, 65_536, 1_048_576])(
    'shares out ids with gaps of %d',
    (gap) => {
      const pool = new ChainCountingPool(8_192);
      const slots = Array.from({ length: 8_000 }, (_, n) => listed(pool, 1 + n * gap));
      expect(pool.chains(slots) / slots.length).toBeGreaterThan(0.7);
    },
  );

  it('forgets an order wherever it is in its chain', () => {
    const pool = new IdPool(1);
    const slots = Array.from({ length: 200 }, (_, n) => listed(pool, 7 + n * 4_294_967_296));
    for (const slot of slots.filter((_, n) => n % 3 !== 0)) pool.unlist(slot);
    expect(slots.map((slot) => pool.find(pool.id(slot)))).toEqual(
      slots.map((slot, n) => (n % 3 === 0 ? slot : 0)),
    );
  });
});
