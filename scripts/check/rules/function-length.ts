import type { Finding, SourceRule } from '../rule.ts';
import { functionsOf, type NamedFunction } from '../source/functions-of.ts';
import { isTestPath, lineAt, type SourceFile } from '../source/source-file.ts';

const FUNCTION_LINES = 70;
const COMPONENT_LINES = 100;
const HOOK_LINES = 40;

const TEST_BLOCK = /^(?:describe|test|it|suite)(?:\.|$)/;

/** Functions have at most 70 lines, React components 100, hooks 40; blocks of tests are no functions. */
export const functionLength: SourceRule = {
  name: 'function-length',
  check: (file) =>
    functionsOf(file).flatMap((candidate): readonly Finding[] => {
      if (isTestPath(file.path) && TEST_BLOCK.test(candidate.argumentOf ?? '')) return [];
      const { kind, limit } = limitOf(file, candidate);
      const lines = lengthOf(file, candidate);
      if (lines <= limit) return [];
      const subject = candidate.name === null ? `A ${kind}` : `The ${kind} ${candidate.name}`;
      const message = `${subject} has ${lines} lines, at most ${limit}: take a part out and name it.`;
      return [{ at: candidate.node.start, message }];
    }),
};

function limitOf(file: SourceFile, { name }: NamedFunction): { kind: string; limit: number } {
  if (name !== null && /^use[A-Z]/.test(name)) return { kind: 'hook', limit: HOOK_LINES };
  if (name !== null && file.path.endsWith('.tsx') && /^[A-Z]/.test(name)) {
    return { kind: 'component', limit: COMPONENT_LINES };
  }
  return { kind: 'function', limit: FUNCTION_LINES };
}

function lengthOf(file: SourceFile, { node }: NamedFunction): number {
  return lineAt(file.text, node.end) - lineAt(file.text, node.start) + 1;
}
