import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runMarketData } from './run-market-data.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('advances ten times a second until it is stopped', () => {
  let advanced = 0;
  const stop = runMarketData({
    advance: () => {
      advanced += 1;
    },
  });
  vi.advanceTimersByTime(1_000);
  expect(advanced).toBe(10);
  stop();
  vi.advanceTimersByTime(1_000);
  expect(advanced).toBe(10);
});
