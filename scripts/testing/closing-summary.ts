import type { StepResult } from './run-step.ts';
import { sumCounts, type TestCounts } from './test-counts.ts';

/**
 * What a run says at its end: a line a step, what failed, and alone on the last line
 * `N passed, N failed`. A step that failed without naming a test counts as one failure, so that the
 * last line never says zero when the run failed.
 */
export function closingSummary(results: readonly StepResult[]): string {
  const failed = results.filter(({ ok }) => !ok);
  const counts = sumCounts(results.map(countsOf));
  return [
    ...results.map(stepLine),
    ...(counts.skipped > 0 ? [`${counts.skipped} skipped: see what the runners say above.`] : []),
    ...(failed.length > 0 ? [`Failed: ${failed.map(({ name }) => name).join(', ')}.`] : []),
    `${counts.passed} passed, ${counts.failed} failed`,
  ].join('\n');
}

function countsOf({ ok, counts }: StepResult): TestCounts {
  const known = counts ?? { passed: 0, failed: 0, skipped: 0 };
  return ok || known.failed > 0 ? known : { ...known, failed: 1 };
}

function stepLine({ name, ok, seconds, counts, reason }: StepResult): string {
  const tests = counts === null ? '' : `  ${counts.passed} passed, ${counts.failed} failed`;
  const why = ok || reason === null ? '' : `  (${reason})`;
  return `${ok ? '✓' : '✗'} ${name.padEnd(18)} ${seconds.toFixed(1).padStart(6)} s${tests}${why}`;
}
