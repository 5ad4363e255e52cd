import type { Finding, SourceRule } from '../rule.ts';
import { calleeName } from '../source/functions-of.ts';
import { walk } from '../source/syntax-node.ts';

/** A snapshot of a whole object asserts whatever the code did; a test says what it should do. */
export const noSnapshots: SourceRule = {
  name: 'no-snapshots',
  check: (file) => {
    const findings: Finding[] = [];
    walk(file.program, (node) => {
      if (node.type !== 'CallExpression') return;
      if (!/\.toMatch(?:Inline|File)?Snapshot$/.test(calleeName(node.callee))) return;
      findings.push({
        at: node.start,
        message: 'Assert the values that matter, not the whole object.',
      });
    });
    return findings;
  },
};
