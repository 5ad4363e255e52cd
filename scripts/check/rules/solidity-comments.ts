import type { Finding, TextRule } from '../rule.ts';

const OWN_SOLIDITY = /^contracts\/(?:src|test|script)\/.*\.sol$/;

const OBJECTIONS: readonly (readonly [RegExp, string])[] = [
  [
    /forge-lint:\s*disable|solhint-disable|slither-disable/g,
    'Satisfy the rule instead of silencing it.',
  ],
  [
    /\/\/\s*[-=*#~_]{6,}|\/\*[-=*#~_]{6,}/g,
    'No banners: a file that needs sections wants to be several files.',
  ],
  [/^[ \t]*\/\/(?!\/)[^\n]*[;{}][ \t]*$/gm, 'Delete code that does not run; git has it.'],
];

/** Comments in Solidity silence nothing, draw no lines and keep no code that does not run. */
export const solidityComments: TextRule = {
  name: 'solidity-comments',
  check: ({ path, text }) => {
    if (!OWN_SOLIDITY.test(path)) return [];
    return OBJECTIONS.flatMap(([pattern, message]) =>
      [...text.matchAll(pattern)].map((match): Finding => ({ at: match.index, message })),
    );
  },
};
