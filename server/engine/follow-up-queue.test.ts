import { describe, expect, it } from 'vitest';
import { FollowUps } from './follow-up-queue.ts';

const order = (orderId: number) => ({ kind: 'triggered', slot: 0, orderId }) as const;

describe('FollowUps', () => {
  it('come out first in, first out, also those that are added meanwhile', () => {
    const queue = new FollowUps();
    queue.add(order(1));
    queue.add(order(2));
    expect(queue.next()).toEqual(order(1));
    queue.add(order(3));
    expect(queue.isEmpty).toBe(false);
    expect([queue.next(), queue.next(), queue.next()]).toEqual([order(2), order(3), null]);
    expect(queue.isEmpty).toBe(true);
  });

  it('are empty at first, and can be filled again', () => {
    const queue = new FollowUps();
    expect([queue.isEmpty, queue.next()]).toEqual([true, null]);
    for (const round of [1, 2, 3]) {
      queue.add(order(round));
      expect([queue.next(), queue.next()]).toEqual([order(round), null]);
    }
  });
});
