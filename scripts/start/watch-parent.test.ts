import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchParent } from './watch-parent.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('says once that the parent has ended', () => {
  let parent = 100;
  const onGone = vi.fn();
  watchParent(onGone, () => parent);
  vi.advanceTimersByTime(5_000);
  expect(onGone).not.toHaveBeenCalled();
  parent = 1;
  vi.advanceTimersByTime(5_000);
  expect(onGone).toHaveBeenCalledTimes(1);
});
