import { describe, expect, it } from 'vitest';
import { closingSummary } from './closing-summary.ts';
import type { StepResult } from './run-step.ts';

const check: StepResult = { name: 'types', ok: true, seconds: 1, counts: null, reason: null };
const tests: StepResult = {
  ...check,
  name: 'unit tests',
  counts: { passed: 40, failed: 0, skipped: 0 },
};

const lastLine = (...results: readonly StepResult[]) => closingSummary(results).split('\n').at(-1);

describe('closingSummary', () => {
  it('ends with the sum of all runners, alone on a line', () => {
    const more = { ...tests, counts: { passed: 2, failed: 0, skipped: 0 } };
    expect(lastLine(check, tests, more)).toBe('42 passed, 0 failed');
  });

  it('adds failed tests once', () => {
    const failing = { ...tests, ok: false, counts: { passed: 38, failed: 2, skipped: 0 } };
    expect(lastLine(check, failing)).toBe('38 passed, 2 failed');
  });

  it('counts a failed check, and a runner that broke, as one failure each', () => {
    const broken = { ...tests, ok: false, counts: null, reason: 'ended with 1' };
    expect(lastLine({ ...check, ok: false }, broken, tests)).toBe('40 passed, 2 failed');
  });

  it('counts a runner which failed though its tests passed', () => {
    expect(lastLine({ ...tests, ok: false, reason: 'ended with 1' })).toBe('40 passed, 1 failed');
  });

  it('names what failed and why', () => {
    const text = closingSummary([{ ...check, ok: false, reason: 'ended with 2' }, tests]);
    expect(text).toContain('Failed: types.');
    expect(text).toContain('(ended with 2)');
  });

  it('does not hide tests that were skipped', () => {
    const text = closingSummary([{ ...tests, counts: { passed: 40, failed: 0, skipped: 3 } }]);
    expect(text).toContain('3 skipped');
  });
});
