import type { Finding, SourceRule } from '../rule.ts';
import { isFunction } from '../source/functions-of.ts';
import { importsOf } from '../source/imports-of.ts';
import { isTestPath, type SourceFile } from '../source/source-file.ts';
import { type SyntaxNode, walk } from '../source/syntax-node.ts';

const PURE = /^(?:lib\/domain|server\/engine)\//;

/** Names through which a clock, randomness, I/O or concurrency would come in. */
const BANNED: ReadonlySet<string> = new Set([
  'AbortController',
  'Buffer',
  'Date',
  'Intl',
  'Promise',
  'WebSocket',
  'Worker',
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'document',
  'fetch',
  'globalThis',
  'localStorage',
  'navigator',
  'performance',
  'process',
  'queueMicrotask',
  'requestAnimationFrame',
  'self',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'window',
]);

/**
 * The deterministic core has no clock, no randomness, no I/O and no concurrency: time and ids arrive
 * in the command.
 */
export const pureLayers: SourceRule = {
  name: 'pure-layers',
  check: (file) => {
    if (!PURE.test(file.path) || isTestPath(file.path)) return [];
    return [...bannedImports(file), ...bannedSyntax(file)];
  },
};

function bannedImports(file: SourceFile): readonly Finding[] {
  return importsOf(file)
    .filter(({ specifier }) => !specifier.startsWith('.') && !specifier.startsWith('#'))
    .map(({ start, specifier }) => ({
      at: start,
      message: `'${specifier}' has no place in a pure layer; pass what is needed as an argument.`,
    }));
}

function bannedSyntax(file: SourceFile): readonly Finding[] {
  const own = declaredNames(file);
  const findings: Finding[] = [];
  walk(file.program, (node, ancestors) => {
    const name = impureName(node, ancestors);
    if (name === null || own.has(name)) return;
    const message = `${name} has no place in a pure layer; time, ids and effects arrive as arguments.`;
    findings.push({ at: node.start, message });
  });
  return findings;
}

function impureName(node: SyntaxNode, ancestors: readonly SyntaxNode[]): string | null {
  if (node.type === 'AwaitExpression') return 'await';
  if (isAsyncFunction(node)) return 'async';
  if (node.type === 'ForOfStatement' && node.await) return 'for await';
  if (node.type === 'MemberExpression' && isMathRandom(node)) return 'Math.random';
  if (node.type !== 'Identifier' || !BANNED.has(node.name)) return null;
  const parent = ancestors.at(-1);
  return parent !== undefined && isOnlyAKey(node, parent) ? null : node.name;
}

function isAsyncFunction(node: SyntaxNode): boolean {
  return isFunction(node) && node.async;
}

function isMathRandom(node: SyntaxNode): boolean {
  return (
    node.type === 'MemberExpression' &&
    !node.computed &&
    node.object.type === 'Identifier' &&
    node.object.name === 'Math' &&
    node.property.name === 'random'
  );
}

/** A property called `process` is no access to the process. */
function isOnlyAKey(node: SyntaxNode, parent: SyntaxNode): boolean {
  switch (parent.type) {
    case 'MemberExpression':
      return parent.property === node && !parent.computed;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'TSPropertySignature':
    case 'TSMethodSignature':
      return (
        parent.key === node && !parent.computed && !('shorthand' in parent && parent.shorthand)
      );
    default:
      return false;
  }
}

/** Names that the file binds itself and which therefore mean something else. */
function declaredNames(file: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  walk(file.program, (node, ancestors) => {
    if (node.type !== 'Identifier' || !BANNED.has(node.name)) return;
    const parent = ancestors.at(-1);
    if (parent !== undefined && binds(parent, node)) names.add(node.name);
  });
  return names;
}

function binds(parent: SyntaxNode, node: SyntaxNode): boolean {
  if (isFunction(parent)) return parent.body !== node;
  switch (parent.type) {
    case 'VariableDeclarator':
    case 'TSTypeAliasDeclaration':
      return parent.id === node;
    case 'ImportSpecifier':
      return parent.local === node;
    default:
      return false;
  }
}
