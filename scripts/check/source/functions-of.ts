import type { ESTree } from 'rolldown/utils';
import type { SourceFile } from './source-file.ts';
import { type SyntaxNode, walk } from './syntax-node.ts';

export type FunctionNode = ESTree.Function | ESTree.ArrowFunctionExpression;

/** A function of a file with the name a reader knows it by. */
export type NamedFunction = {
  /** `null` for a function that is written where it is used, as an argument or a property value. */
  readonly name: string | null;
  readonly node: FunctionNode;
  /** The call that the function is an argument of, by name (`describe`, `app.get`); else `null`. */
  readonly argumentOf: string | null;
  readonly isMethod: boolean;
};

/** Whether a node is a function of any kind which has a body. */
export function isFunction(node: SyntaxNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  );
}

/** Every function of a file, methods and inner functions included. */
export function functionsOf(file: SourceFile): readonly NamedFunction[] {
  const functions: NamedFunction[] = [];
  walk(file.program, (node, ancestors) => {
    if (!isFunction(node)) return;
    const parent = ancestors.at(-1);
    functions.push({
      name: nameOf(node, parent),
      node,
      argumentOf: callAround(node, parent),
      isMethod: parent?.type === 'MethodDefinition',
    });
  });
  return functions;
}

function nameOf(node: FunctionNode, parent: SyntaxNode | undefined): string | null {
  if (node.type !== 'ArrowFunctionExpression' && node.id !== null) return node.id.name;
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') {
    return parent.id.name;
  }
  if (parent?.type === 'MethodDefinition' && parent.key.type === 'Identifier') {
    return parent.key.name;
  }
  return null;
}

function callAround(node: FunctionNode, parent: SyntaxNode | undefined): string | null {
  if (parent?.type !== 'CallExpression' || parent.callee === node) return null;
  return calleeName(parent.callee);
}

/** `describe`, `describe.runIf(…)` and `test.describe` as dotted names; `''` for anything else. */
export function calleeName(callee: SyntaxNode): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'CallExpression') return calleeName(callee.callee);
  if (callee.type === 'TaggedTemplateExpression') return calleeName(callee.tag);
  if (callee.type === 'MemberExpression' && !callee.computed) {
    return `${calleeName(callee.object)}.${callee.property.name}`;
  }
  return '';
}
