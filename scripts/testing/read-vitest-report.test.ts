import { expect, it } from 'vitest';
import { readVitestReport } from './read-vitest-report.ts';

it('counts what passed, failed and did not run', () => {
  const report = {
    numTotalTests: 12,
    numPassedTests: 8,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [],
  };
  expect(readVitestReport(JSON.stringify(report))).toEqual({ passed: 8, failed: 1, skipped: 3 });
});

it('refuses what is no report', () => {
  expect(() => readVitestReport('{}')).toThrow();
  expect(() => readVitestReport('{"numPassedTests": 1')).toThrow();
});
