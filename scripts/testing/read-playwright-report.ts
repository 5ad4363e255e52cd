import { z } from 'zod/mini';
import type { TestCounts } from './test-counts.ts';

const Report = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

/**
 * The counts in a report of Playwright's `json` reporter. A flaky test failed once, and there are no
 * retries here: it counts as failed.
 *
 * @throws when the text is no such report.
 */
export function readPlaywrightReport(text: string): TestCounts {
  const { stats } = Report.parse(JSON.parse(text));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  };
}
