import { runSteps } from '#scripts/testing/run-steps.ts';
import { checkSteps } from './check-steps.ts';

process.exitCode = (await runSteps(checkSteps)) ? 0 : 1;
