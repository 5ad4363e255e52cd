import { describe, expect, it } from 'vitest';
import { RecordPool } from './record-pool.ts';

describe('RecordPool', () => {
  it('gives every slot once, never 0, and grows as it must', () => {
    const pool = new RecordPool(2);
    const slots = Array.from({ length: 9 }, () => pool.take());
    expect([new Set(slots).size, Math.min(...slots), pool.live]).toEqual([9, 1, 9]);
    expect(pool.capacity).toBe(16);
  });

  it('gives the slot that was freed last', () => {
    const pool = new RecordPool();
    const [first, second] = [pool.take(), pool.take()];
    pool.release(first);
    pool.release(second);
    expect([pool.live, pool.take(), pool.take(), pool.take()]).toEqual([0, second, first, 3]);
  });
});
