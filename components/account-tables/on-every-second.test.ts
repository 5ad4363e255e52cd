import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onEverySecond } from './on-every-second.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('onEverySecond', () => {
  it('calls all who listen on one timer, and stops it after the last', () => {
    const calls: string[] = [];
    const endFirst = onEverySecond(() => calls.push('first'));
    const endSecond = onEverySecond(() => calls.push('second'));
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1_000);
    endFirst();
    vi.advanceTimersByTime(1_000);
    expect(calls).toEqual(['first', 'second', 'second']);
    endSecond();
    expect(vi.getTimerCount()).toBe(0);
  });
});
