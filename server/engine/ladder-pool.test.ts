import { describe, expect, it } from 'vitest';
import { OrderPool } from './order-pool.ts';
import { PriceLadder } from './price-ladder.ts';

const RISING = -2_147_483_648;
const FALLING = -1;
const MAX_PRICE = 2_147_483_647;

function poolWith(flip: number, prices: readonly number[]) {
  const pool = new OrderPool(1);
  const { ladder } = new PriceLadder(pool, flip);
  const slots = prices.map((price) => {
    const slot = pool.take();
    pool.setVisible(slot, 10);
    pool.add(ladder, slot, price);
    return slot;
  });
  return { pool, ladder, slots };
}

describe('LadderPool', () => {
  it.each([
    ['the lowest of rising prices', RISING, 7],
    ['the highest of falling prices', FALLING, MAX_PRICE],
  ])('has %s first', (_, flip, best) => {
    const { pool, ladder, slots } = poolWith(flip, [MAX_PRICE, 7, 500]);
    expect(pool.bestOf(ladder)).toBe(best);
    expect(pool.headOf(ladder)).toBe(slots[flip === RISING ? 1 : 0]);
  });

  it.each([
    ['rising', RISING, 99, false],
    ['rising', RISING, 100, true],
    ['rising', RISING, MAX_PRICE, true],
    ['falling', FALLING, 101, false],
    ['falling', FALLING, 100, true],
    ['falling', FALLING, 1, true],
  ])('%s from 100 (%d) reaches %d: %s', (_, flip, price, reaches) => {
    const { pool, ladder } = poolWith(flip, [100]);
    expect(pool.reaches(ladder, price)).toBe(reaches);
  });

  it.each([RISING, FALLING])('reaches nothing without orders (%d)', (flip) => {
    const { pool, ladder } = poolWith(flip, []);
    expect([1, MAX_PRICE].map((price) => pool.reaches(ladder, price))).toEqual([false, false]);
    expect([pool.bestOf(ladder), pool.headOf(ladder)]).toEqual([0, -1]);
  });

  it('keeps the ladders of a pool apart', () => {
    const { pool, ladder, slots } = poolWith(RISING, [50]);
    const other = new PriceLadder(pool, FALLING).ladder;
    const slot = pool.take();
    pool.setVisible(slot, 1);
    pool.add(other, slot, 60);
    pool.remove(slots[0] ?? 0);
    expect([pool.bestOf(ladder), pool.bestOf(other)]).toEqual([0, 60]);
  });
});
