import { expect, it } from 'vitest';
import { readPlaywrightReport } from './read-playwright-report.ts';

it('counts a flaky test as failed', () => {
  const report = { suites: [], stats: { expected: 20, unexpected: 1, flaky: 2, skipped: 3 } };
  expect(readPlaywrightReport(JSON.stringify(report))).toEqual({
    passed: 20,
    failed: 3,
    skipped: 3,
  });
});

it('refuses what is no report', () => {
  expect(() => readPlaywrightReport('{}')).toThrow();
});
