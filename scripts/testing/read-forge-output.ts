import { stripVTControlCharacters } from 'node:util';
import type { TestCounts } from './test-counts.ts';

const CLOSING_LINE = /: (\d+) tests? passed, (\d+) failed, (\d+) skipped \(\d+ total tests?\)/;

/**
 * The counts in forge's closing line, `Ran 3 test suites in 1.2s (…): 23 tests passed, 0 failed, 0
 * skipped (23 total tests)`. Its JSON replaces what a person reads when a test fails, counterexample
 * and trace; this line is there beside them.
 *
 * @returns `null` when there is no such line: no tests, or contracts that do not compile.
 */
export function readForgeOutput(output: string): TestCounts | null {
  const match = CLOSING_LINE.exec(stripVTControlCharacters(output));
  if (match === null) return null;
  const [passed = 0, failed = 0, skipped = 0] = match.slice(1).map(Number);
  return { passed, failed, skipped };
}
