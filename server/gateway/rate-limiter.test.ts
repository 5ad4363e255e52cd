import { describe, expect, it } from 'vitest';
import { RateLimiter } from './rate-limiter.ts';

const limiter = (maxClients = 100) => new RateLimiter({ perSecond: 100, burst: 200, maxClients });

describe('RateLimiter', () => {
  it('lets a burst through and then the rate', () => {
    const limits = limiter();
    const passed = (nowMs: number) => {
      let count = 0;
      while (limits.take('a', 1, nowMs) === 0) count += 1;
      return count;
    };
    expect(passed(0)).toBe(200);
    expect(passed(1_000)).toBe(100);
    expect(passed(1_500)).toBe(50);
    expect(passed(60_000)).toBe(200);
  });

  it('says exactly how long to wait', () => {
    const limits = limiter();
    limits.take('a', 200, 0);
    expect(limits.take('a', 1, 0)).toBe(10);
    expect(limits.take('a', 1, 4)).toBe(6);
    expect(limits.take('a', 5, 4)).toBe(46);
    expect(limits.take('a', 1, 10)).toBe(0);
  });

  it('takes nothing when it refuses', () => {
    const limits = limiter();
    limits.take('a', 195, 0);
    expect(limits.take('a', 6, 0)).toBeGreaterThan(0);
    expect(limits.take('a', 5, 0)).toBe(0);
  });

  it('keeps a bucket for each client', () => {
    const limits = limiter();
    limits.take('a', 200, 0);
    expect(limits.take('b', 200, 0)).toBe(0);
    expect(limits.take('a', 1, 0)).toBeGreaterThan(0);
  });

  it('does not give tokens when the clock goes back', () => {
    const limits = limiter();
    limits.take('a', 200, 10_000);
    expect(limits.take('a', 1, 0)).toBe(10);
  });

  it('forgets the client unseen for longest', () => {
    const limits = limiter(2);
    limits.take('a', 200, 0);
    limits.take('b', 200, 0);
    expect(limits.take('a', 1, 0)).toBeGreaterThan(0);
    limits.take('c', 200, 0);
    expect(limits.take('a', 1, 0)).toBeGreaterThan(0);
    expect(limits.take('b', 1, 0)).toBe(0);
  });
});
