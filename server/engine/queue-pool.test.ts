import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QueuePool } from './queue-pool.ts';

const MAX_LOTS = 2_147_483_647;

/** The orders of a level's queue from first to last, checked from last to first. */
function queueOf(pool: QueuePool, level: number): number[] {
  const forwards: number[] = [];
  for (let at = pool.next(level); at !== level; at = pool.next(at)) forwards.push(at);
  const backwards: number[] = [];
  for (let at = pool.previous(level); at !== level; at = pool.previous(at)) backwards.push(at);
  expect(backwards.toReversed()).toEqual(forwards);
  return forwards;
}

function orderWith(pool: QueuePool, lots: number): number {
  const slot = pool.take();
  pool.setVisible(slot, lots);
  return slot;
}

describe('QueuePool', () => {
  it('counts orders, not levels', () => {
    const pool = new QueuePool();
    const level = pool.takeLevel(5);
    pool.append(level, orderWith(pool, 1));
    expect([pool.live, pool.levelKey(level)]).toEqual([1, 5]);
    pool.releaseLevel(pool.takeLevel(6));
    expect(pool.live).toBe(1);
  });

  it('keeps the order in which orders came, whichever leaves', () => {
    const pool = new QueuePool();
    const level = pool.takeLevel(1);
    const slots = [1, 2, 3, 4].map((lots) => orderWith(pool, lots));
    for (const slot of slots) pool.append(level, slot);
    const [first, second, third, fourth] = slots as [number, number, number, number];
    expect([queueOf(pool, level), pool.levelLots(level)]).toEqual([slots, 10]);
    expect([pool.unlink(second), queueOf(pool, level)]).toEqual([false, [first, third, fourth]]);
    expect([pool.unlink(first), queueOf(pool, level)]).toEqual([false, [third, fourth]]);
    expect([pool.unlink(fourth), queueOf(pool, level)]).toEqual([false, [third]]);
    expect([pool.levelLots(level), pool.levelOrders(level)]).toEqual([3, 1]);
    expect([pool.unlink(third), queueOf(pool, level), pool.levelLots(level)]).toEqual([
      true,
      [],
      0,
    ]);
  });

  it('gives a level without orders after one that was used', () => {
    const pool = new QueuePool();
    const level = pool.takeLevel(1);
    pool.append(level, orderWith(pool, 9));
    pool.releaseLevel(level);
    const next = pool.takeLevel(2);
    expect([next, queueOf(pool, next), pool.levelLots(next), pool.levelOrders(next)]).toEqual([
      level,
      [],
      0,
      0,
    ]);
  });

  it('takes a lone order for its own level', () => {
    const pool = new QueuePool();
    const slot = orderWith(pool, 7);
    pool.standAlone(slot, -5, 3);
    expect([pool.isLone(slot), pool.levelKey(slot), pool.levelLadder(slot)]).toEqual([true, -5, 3]);
    expect([pool.levelHead(slot), pool.levelOrders(slot), pool.levelLots(slot)]).toEqual([
      slot,
      1,
      7,
    ]);
  });

  it('lets others join what was a lone order', () => {
    const pool = new QueuePool();
    const [lone, other] = [orderWith(pool, 7), orderWith(pool, 2)];
    pool.standAlone(lone, -5, 3);
    const level = pool.joinable(lone);
    pool.append(level, other);
    expect([queueOf(pool, level), pool.levelLots(level)]).toEqual([[lone, other], 9]);
    expect([pool.levelKey(level), pool.levelLadder(level)]).toEqual([-5, 3]);
    expect([lone, other, level].map((each) => pool.isLone(each))).toEqual([false, false, false]);
  });

  it('sums lots exactly beyond 32 bits', () => {
    const anyLots = fc.oneof(fc.integer({ min: 1, max: MAX_LOTS }), fc.constant(MAX_LOTS));
    fc.assert(
      fc.property(fc.array(anyLots, { maxLength: 60 }), fc.nat(), (all, seed) => {
        const pool = new QueuePool(2);
        const level = pool.takeLevel(1);
        let sum = 0;
        for (const lots of all) {
          pool.append(level, orderWith(pool, lots));
          sum += lots;
          expect(pool.levelLots(level)).toBe(sum);
        }
        const left = queueOf(pool, level);
        while (left.length > 0) {
          const [slot = 0] = left.splice(seed % left.length, 1);
          sum -= pool.visible(slot);
          pool.unlink(slot);
          expect(pool.levelLots(level)).toBe(sum);
        }
      }),
    );
  });
});
