import { checkSteps, vitestStep } from '#scripts/check/check-steps.ts';
import { readPlaywrightReport } from './read-playwright-report.ts';
import { REPORT, type Step } from './run-step.ts';
import { runSteps } from './run-steps.ts';

const browserTests: Step = {
  name: 'browser tests',
  command: ['node', 'scripts/testing/browser-tests.ts', '--reporter=list,json'],
  // Playwright tells its workers to colour; told not to as well, each of them would warn.
  env: { PLAYWRIGHT_JSON_OUTPUT_FILE: REPORT, NO_COLOR: '' },
  counts: { from: 'report', read: readPlaywrightReport },
};

process.exitCode = (await runSteps([...checkSteps, [vitestStep('chain')], [browserTests]])) ? 0 : 1;
