import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

describe('backoffMs', () => {
  const options = { baseMs: 500, capMs: 15_000 };

  it('doubles its bound with each failure, up to the cap', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 100].map((failures) =>
      backoffMs(failures, { ...options, random: () => 1 }),
    );
    expect(bounds).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  it('spreads the wait over everything up to the bound', () => {
    const waits = [0, 0.25, 0.5, 0.999].map((share) =>
      backoffMs(3, { ...options, random: () => share }),
    );
    expect(waits).toEqual([0, 500, 1_000, 1_998]);
  });
});
