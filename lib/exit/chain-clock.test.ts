import { describe, expect, it } from 'vitest';
import { chainNow } from './chain-clock.ts';

describe('chainNow', () => {
  it('goes on from the last block of a chain that is ahead of this device', () => {
    expect(chainNow({ seconds: 5_000, seenMs: 1_000_000 }, 1_000_000)).toBe(5_000);
    expect(chainNow({ seconds: 5_000, seenMs: 1_000_000 }, 1_007_900)).toBe(5_007);
  });

  it('is the time of day on a chain that made no block for long', () => {
    expect(chainNow({ seconds: 100, seenMs: 1_000_000 }, 1_000_000)).toBe(1_000);
  });

  it('does not go back when this device is set back', () => {
    expect(chainNow({ seconds: 5_000, seenMs: 1_000_000 }, 900_000)).toBe(5_000);
  });
});
