import { describe, expect, it } from 'vitest';
import { NONE, OrderPool } from './order-pool.ts';

describe('OrderPool', () => {
  it.each([
    1,
    2_147_483_647,
    2_147_483_648,
    4_294_967_295,
    4_294_967_296,
    4_294_967_297,
    Number.MAX_SAFE_INTEGER,
  ])('holds the id %d whole', (id) => {
    const pool = new OrderPool();
    const slot = pool.take();
    pool.setId(slot, id);
    expect(pool.id(slot)).toBe(id);
  });

  it('keeps every field of every order apart', () => {
    const pool = new OrderPool();
    const [one, other] = [pool.take(), pool.take()];
    write(pool, one, 1_000);
    write(pool, other, 2_000);
    expect(read(pool, one)).toEqual(Array.from({ length: FIELDS }, (_, n) => 1_000 + n));
    expect(read(pool, other)).toEqual(Array.from({ length: FIELDS }, (_, n) => 2_000 + n));
  });

  it('reads the side from the flags, and holds negative links', () => {
    const pool = new OrderPool();
    const slot = pool.take();
    pool.setFlags(slot, -1);
    pool.setDetails(slot, NONE);
    expect([pool.side(slot), pool.flags(slot), pool.details(slot)]).toEqual([1, -1, NONE]);
  });
});

/** What an order has besides its neighbours, of which its queue takes care. */
const setters = [
  'setPrice',
  'setVisible',
  'setId',
  'setAccount',
  'setFlags',
  'setHidden',
  'setFilled',
  'setLockPrice',
  'setAccountPlace',
  'setDetails',
] as const;

const getters = [
  'price',
  'visible',
  'id',
  'account',
  'flags',
  'hidden',
  'filled',
  'lockPrice',
  'accountPlace',
  'details',
] as const;

const FIELDS = setters.length;

function write(pool: OrderPool, slot: number, first: number): void {
  for (const [n, setter] of setters.entries()) pool[setter](slot, first + n);
}

function read(pool: OrderPool, slot: number): number[] {
  return getters.map((getter) => pool[getter](slot));
}
