import type { Finding, TextRule } from '../rule.ts';

const OWN_CONTRACT = /^contracts\/src\/.*\.sol$/;
const TEXT_REVERT = /\brevert\s*\(\s*(?:"|'|\))|\brequire\s*\([^;]*,\s*(?:"|')/g;

/** Contracts revert with typed custom errors, which callers and the error table can tell apart. */
export const solidityErrors: TextRule = {
  name: 'solidity-errors',
  check: ({ path, text }) => {
    if (!OWN_CONTRACT.test(path)) return [];
    return [...text.matchAll(TEXT_REVERT)].map(
      (match): Finding => ({
        at: match.index,
        message: 'Declare a custom error with arguments and revert with it.',
      }),
    );
  },
};
