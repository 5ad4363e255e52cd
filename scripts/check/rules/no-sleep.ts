import type { Finding, SourceRule } from '../rule.ts';
import { calleeName } from '../source/functions-of.ts';
import { importsOf } from '../source/imports-of.ts';
import { isTestPath } from '../source/source-file.ts';
import { type SyntaxNode, walk } from '../source/syntax-node.ts';

const MESSAGE = 'Tests wait for a condition (expect.poll, vi.waitFor), never for time to pass.';

/** A test that sleeps is slow where it passes and wrong where it fails. */
export const noSleep: SourceRule = {
  name: 'no-sleep',
  check: (file) => {
    if (!isTestPath(file.path)) return [];
    const findings: Finding[] = importsOf(file)
      .filter(({ specifier }) => /^(?:node:)?timers\/promises$/.test(specifier))
      .map(({ start }) => ({ at: start, message: MESSAGE }));
    walk(file.program, (node, ancestors) => {
      if (isTimer(node) && ancestors.some(isNewPromise)) {
        findings.push({ at: node.start, message: MESSAGE });
      }
    });
    return findings;
  },
};

function isTimer(node: SyntaxNode): boolean {
  return node.type === 'CallExpression' && calleeName(node.callee) === 'setTimeout';
}

function isNewPromise(node: SyntaxNode): boolean {
  return node.type === 'NewExpression' && calleeName(node.callee) === 'Promise';
}
