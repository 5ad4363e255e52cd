import type { Finding, TextRule } from '../rule.ts';

const FORGE_TEST = /^contracts\/test\/.*\.t\.sol$/;
const TEST_FUNCTION = /\bfunction\s+((?:test|invariant)\w*)\s*\(/g;
const RHYTHM = /^(?:test|testFuzz|testFork|invariant)_[a-z]\w*$/;

/** Forge tests are called `test_function_result`, `testFuzz_…` or `invariant_…`. */
export const solidityTestNames: TextRule = {
  name: 'solidity-test-names',
  check: ({ path, text }) => {
    if (!FORGE_TEST.test(path)) return [];
    return [...text.matchAll(TEST_FUNCTION)]
      .filter((match) => !RHYTHM.test(match[1] ?? ''))
      .map(
        (match): Finding => ({
          at: match.index,
          message: `Call ${match[1]} test_function_result, testFuzz_… or invariant_….`,
        }),
      );
  },
};
