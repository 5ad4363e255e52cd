import { describe, expect, it } from 'vitest';
import { OrderPool } from './order-pool.ts';
import { PriceLadder } from './price-ladder.ts';

const FLIP = -1;

function ladderOf(pool: OrderPool): PriceLadder {
  return new PriceLadder(pool, FLIP);
}

function addAt(pool: OrderPool, ladder: PriceLadder, price: number): number {
  const slot = pool.take();
  pool.setVisible(slot, 1);
  pool.add(ladder.ladder, slot, price);
  return slot;
}

describe('PriceLadder', () => {
  it('needs no memory for a table while there are few levels', () => {
    const pool = new OrderPool(256);
    for (let n = 0; n < 12; n += 1) {
      const ladder = ladderOf(pool);
      for (let price = 1; price < 10; price += 1) addAt(pool, ladder, price * 100_000_000);
    }
    expect(pool.capacity).toBeLessThanOrEqual(512);
  });

  it('needs no record but its own for an order that is alone at its price, away from the market', () => {
    // A table of 4,096 records and 2,048 of buckets, 10,000 orders, and one level.
    const pool = new OrderPool(16_384);
    const ladder = ladderOf(pool);
    for (let n = 0; n < 10_000; n += 1) addAt(pool, ladder, 2_000_000_000 - n * 100_000);
    expect([pool.live, pool.capacity]).toEqual([10_000, 16_384]);
  });

  it('has a level for the best order, however alone it is', () => {
    const pool = new OrderPool();
    const ladder = ladderOf(pool);
    const slots = [1_000, 900_000, 50_000_000].map((price) => addAt(pool, ladder, price));
    for (const slot of slots.toReversed()) {
      expect([pool.headOf(ladder.ladder), pool.isLone(slot)]).toEqual([slot, false]);
      pool.remove(slot);
    }
    expect([pool.bestOf(ladder.ladder), pool.headOf(ladder.ladder)]).toEqual([0, -1]);
  });

  it('follows a market that wanders off', () => {
    const pool = new OrderPool();
    const ladder = ladderOf(pool);
    for (let n = 0; n < 100; n += 1) addAt(pool, ladder, 1_000_000 + n);
    const before = pool.tableBase(ladder.ladder);
    for (let n = 0; n < 500; n += 1) addAt(pool, ladder, 9_000_000 + n);
    const after = pool.tableBase(ladder.ladder);
    expect(before - after).toBeGreaterThan(7_000_000);
    expect(pool.bestOf(ladder.ladder)).toBe(9_000_499);
  });

  it('does not carry a crowd to and fro for single orders', () => {
    const pool = new OrderPool();
    const ladder = ladderOf(pool);
    for (let n = 0; n < 2_000; n += 1) addAt(pool, ladder, 1_000_000 + n);
    let moves = 0;
    let base = pool.tableBase(ladder.ladder);
    for (let n = 0; n < 6_000; n += 1) {
      // The window covers the crowd from the one best price and not from the other.
      const slot = addAt(pool, ladder, n % 2 === 0 ? 1_500_000_000 : 1_040_000);
      if (pool.tableBase(ladder.ladder) !== base) moves += 1;
      base = pool.tableBase(ladder.ladder);
      pool.remove(slot);
      pool.release(slot);
    }
    expect(moves).toBeLessThanOrEqual(5);
    expect(pool.bestOf(ladder.ladder)).toBe(1_001_999);
  });
});
