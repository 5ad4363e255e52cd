import type { ESTree } from 'rolldown/utils';
import type { Finding, SourceRule } from '../rule.ts';
import { calleeName } from '../source/functions-of.ts';
import { isTestPath, type SourceFile } from '../source/source-file.ts';
import { type SyntaxNode, walk } from '../source/syntax-node.ts';

const SUITE = /^(?:describe|it|test|suite|bench|xit|xtest|xdescribe|fit|fdescribe)(?:\.|$)/;
const DISABLING = /^x(?:it|test|describe)$|^f(?:it|describe)$/;
const MODIFIERS: ReadonlySet<string> = new Set([
  'skip',
  'only',
  'todo',
  'fixme',
  'fails',
  'skipIf',
]);
const CONFIG = /^(?:vitest|playwright)\.config\.ts$/;

/**
 * Every test runs, once. The one condition there may be is recorded data: `runIf` in a file that asks
 * `testDataDir()`, which says so when the data is absent.
 */
export const noDisabledTests: SourceRule = {
  name: 'no-disabled-tests',
  check: (file) => {
    if (!isTestPath(file.path) && !CONFIG.test(file.path)) return [];
    const findings: Finding[] = [];
    walk(file.program, (node, ancestors) => {
      if (node.type === 'CallExpression' && !isCalled(node, ancestors))
        findings.push(...disabling(node, file));
      if (node.type === 'Property') findings.push(...retrying(node.key, node.value));
    });
    return findings;
  },
};

/** Whether a call's result is called at once, as in `it.each(rows)(…)`. */
function isCalled(node: SyntaxNode, ancestors: readonly SyntaxNode[]): boolean {
  const parent = ancestors.at(-1);
  return parent?.type === 'CallExpression' && parent.callee === node;
}

function disabling(call: ESTree.CallExpression, file: SourceFile): readonly Finding[] {
  const name = calleeName(call.callee);
  if (!SUITE.test(name)) return [];
  const modifiers = name.split('.').slice(1);
  if (DISABLING.test(name) || modifiers.some((modifier) => MODIFIERS.has(modifier))) {
    return [
      { at: call.start, message: `Repair or delete the test: ${name} hides it from the run.` },
    ];
  }
  if (modifiers.includes('runIf') && !file.text.includes('testDataDir(')) {
    const message = 'Tests run everywhere; only testDataDir() !== null may be a condition.';
    return [{ at: call.start, message }];
  }
  return [];
}

function retrying(key: SyntaxNode, value: SyntaxNode): readonly Finding[] {
  if (key.type !== 'Identifier' || !/^retr(?:y|ies)$/.test(key.name)) return [];
  const never = value.type === 'Literal' && value.value === 0;
  if (never) return [];
  return [{ at: key.start, message: 'A test that fails sometimes is a defect: no retries.' }];
}
