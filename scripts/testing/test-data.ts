import { existsSync } from 'node:fs';

/** What a run without recorded data says, once. */
const NO_TEST_DATA = 'TEST_DATA_DIR names no folder: tests on recorded market data do not run.';

/**
 * The folder of recorded real data (`TEST_DATA_DIR`), or `null` when the variable is unset or names
 * no folder. Tests on recorded data are declared with
 * `describe.runIf(testDataDir() !== null)`, and a run without them says so.
 */
export function testDataDir(
  env: Readonly<Record<string, string | undefined>> = process.env,
): string | null {
  const folder = env.TEST_DATA_DIR;
  if (folder !== undefined && folder !== '' && existsSync(folder)) return folder;
  announceAbsence();
  return null;
}

let announced = false;

function announceAbsence(): void {
  if (announced) return;
  announced = true;
  console.warn(NO_TEST_DATA);
}
