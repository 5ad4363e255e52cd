import { z } from 'zod/mini';
import type { TestCounts } from './test-counts.ts';

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

/**
 * The counts in a report of vitest's `json` reporter.
 *
 * @throws when the text is no such report.
 */
export function readVitestReport(text: string): TestCounts {
  const report = Report.parse(JSON.parse(text));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
