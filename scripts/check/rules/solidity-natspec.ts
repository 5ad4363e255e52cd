import type { Finding, TextRule } from '../rule.ts';

const OWN_CONTRACT = /^contracts\/src\/.*\.sol$/;
const FUNCTION = /^[ \t]*function\s+(\w+)\s*\([^{;]*/gm;

/**
 * What others can call is described: in an interface where there is one, with `@inheritdoc` at the
 * implementation.
 */
export const solidityNatspec: TextRule = {
  name: 'solidity-natspec',
  check: ({ path, text }) => {
    if (!OWN_CONTRACT.test(path)) return [];
    return [...text.matchAll(FUNCTION)]
      .filter((match) => /\b(?:external|public)\b/.test(match[0]))
      .filter((match) => !isDescribed(text.slice(0, match.index)))
      .map(
        (match): Finding => ({
          at: match.index,
          message: `Describe ${match[1]} in NatSpec, or inherit its description with @inheritdoc.`,
        }),
      );
  },
};

function isDescribed(before: string): boolean {
  const line = before.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return line.startsWith('///') || line.endsWith('*/');
}
