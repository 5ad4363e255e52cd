import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runMarketData } from './run-market-data.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('advances until it is stopped, and reads ahead until all is read', () => {
  let advanced = 0;
  let unread = 30;
  const stop = runMarketData({
    advance: () => {
      advanced += 1;
    },
    readAhead: () => {
      unread -= 1;
      return unread > 0;
    },
  });
  vi.advanceTimersByTime(1_000);
  expect(advanced).toBe(10);
  expect(unread).toBe(0);
  stop();
  vi.advanceTimersByTime(1_000);
  expect(advanced).toBe(10);
});
