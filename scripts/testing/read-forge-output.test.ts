import { expect, it } from 'vitest';
import { readForgeOutput } from './read-forge-output.ts';

it('reads the closing line, coloured or not', () => {
  const line =
    'Ran 2 test suites in 1.5ms (771.2µs CPU time): 7 tests passed, 2 failed, 1 skipped (10 total tests)';
  const counts = { passed: 7, failed: 2, skipped: 1 };
  expect(readForgeOutput(`Suite result: ok.\n\n${line}\n`)).toEqual(counts);
  expect(readForgeOutput(line.replace('7', '\u001b[32m7\u001b[0m'))).toEqual(counts);
});

it('is not content with the line of one suite, nor with no tests', () => {
  expect(readForgeOutput('Suite result: ok. 7 passed; 0 failed; 0 skipped')).toBeNull();
  expect(readForgeOutput('No tests found in project!')).toBeNull();
  expect(readForgeOutput('Error: Compiler run failed')).toBeNull();
});
