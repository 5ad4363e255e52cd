import type { Finding, SourceRule } from '../rule.ts';
import { isTestPath } from '../source/source-file.ts';
import { walk } from '../source/syntax-node.ts';

const CONFIGURED = /^(?:app|components|hooks|lib|server)\//;
const READER = /^(?:lib\/env\/|server\/config\.ts$)/;

/** The environment is read in `lib/env` and by the sidecar's `config.ts`; others are handed values. */
export const configurationReads: SourceRule = {
  name: 'configuration-reads',
  check: (file) => {
    if (!CONFIGURED.test(file.path) || READER.test(file.path) || isTestPath(file.path)) return [];
    const findings: Finding[] = [];
    walk(file.program, (node, ancestors) => {
      if (node.type !== 'MemberExpression') return;
      if (file.text.slice(node.start, node.end) !== 'process.env') return;
      const parent = ancestors.at(-1);
      const around = parent === undefined ? '' : file.text.slice(parent.start, parent.end);
      if (around === 'process.env.NODE_ENV') return;
      findings.push({
        at: node.start,
        message: 'Take configuration as an argument; lib/env and server/config.ts read it.',
      });
    });
    return findings;
  },
};
