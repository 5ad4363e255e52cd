import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { onFirstIntent } from './first-intent.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', new EventTarget());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('onFirstIntent', () => {
  it('acts at the first sign of use, once', () => {
    const act = vi.fn();
    onFirstIntent(act, 4_000);
    expect(act).not.toHaveBeenCalled();
    window.dispatchEvent(new Event('keydown'));
    window.dispatchEvent(new Event('pointerdown'));
    vi.advanceTimersByTime(10_000);
    expect(act).toHaveBeenCalledTimes(1);
  });

  it('acts without a sign when the time is over', () => {
    const act = vi.fn();
    onFirstIntent(act, 4_000);
    vi.advanceTimersByTime(4_000);
    window.dispatchEvent(new Event('keydown'));
    expect(act).toHaveBeenCalledTimes(1);
  });

  it('does nothing once it was given up', () => {
    const act = vi.fn();
    onFirstIntent(act, 4_000)();
    window.dispatchEvent(new Event('keydown'));
    vi.advanceTimersByTime(10_000);
    expect(act).not.toHaveBeenCalled();
  });
});
