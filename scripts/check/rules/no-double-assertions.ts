import type { Finding, SourceRule } from '../rule.ts';
import { walk } from '../source/syntax-node.ts';

/** `x as unknown as T` tells the compiler anything; a type guard finds out. */
export const noDoubleAssertions: SourceRule = {
  name: 'no-double-assertions',
  check: (file) => {
    const findings: Finding[] = [];
    walk(file.program, (node) => {
      if (node.type !== 'TSAsExpression' || node.expression.type !== 'TSAsExpression') return;
      const message = 'Write a type guard or a schema instead of asserting twice.';
      findings.push({ at: node.start, message });
    });
    return findings;
  },
};
