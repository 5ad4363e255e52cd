import { describe, expect, it } from 'vitest';
import { DEFAULT_RESTART_POLICY, decideRestart } from './restart-policy.ts';

describe('what follows a crash', () => {
  it('is a restart, after a wait that doubles with each crash of the last minute', () => {
    const crashes: number[] = [];
    const delays: number[] = [];
    for (let second = 1; second <= 4; second += 1) {
      crashes.push(second * 1_000);
      const decision = decideRestart(crashes);
      if (decision.kind === 'restart') delays.push(decision.delayMs);
    }
    expect(delays).toEqual([250, 500, 1_000, 2_000]);
  });

  it('is the end when it is the fifth within a minute', () => {
    expect(decideRestart([0, 10_000, 20_000, 30_000, 59_999])).toEqual({
      kind: 'give-up',
      crashes: 5,
    });
  });

  it('forgets crashes older than a minute', () => {
    expect(decideRestart([0, 10_000, 20_000, 30_000, 60_000])).toMatchObject({ kind: 'restart' });
    expect(decideRestart([0, 100_000, 200_000])).toEqual({ kind: 'restart', delayMs: 250 });
  });

  it('never waits longer than its limit', () => {
    const patient = { ...DEFAULT_RESTART_POLICY, maxCrashes: 100 };
    const crashes = Array.from({ length: 50 }, (_, index) => index);
    expect(decideRestart(crashes, patient)).toEqual({ kind: 'restart', delayMs: 5_000 });
  });
});
