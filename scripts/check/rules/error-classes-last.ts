import type { ESTree } from 'rolldown/utils';
import type { Finding, SourceRule } from '../rule.ts';
import type { SourceFile } from '../source/source-file.ts';

/** Types first, functions next, error classes last, unless the error is what the file is about. */
export const errorClassesLast: SourceRule = {
  name: 'error-classes-last',
  check: (file) => {
    const declarations = file.program.body.map(declarationOf);
    const lastFunction = declarations.findLastIndex((node) => node?.type === 'FunctionDeclaration');
    return declarations.slice(0, Math.max(lastFunction, 0)).flatMap((node): readonly Finding[] => {
      if (node?.type !== 'ClassDeclaration' || !isError(node) || isNamesake(file, node)) return [];
      const message = `Move ${node.id?.name ?? 'the error class'} below the functions: error classes come last.`;
      return [{ at: node.start, message }];
    });
  },
};

function declarationOf(statement: ESTree.Program['body'][number]) {
  return statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
}

function isError(node: ESTree.Class): boolean {
  return node.superClass?.type === 'Identifier' && node.superClass.name.endsWith('Error');
}

function isNamesake(file: SourceFile, node: ESTree.Class): boolean {
  const stem = file.path.split('/').at(-1)?.split('.')[0]?.replaceAll('-', '');
  return node.id?.name.toLowerCase() === stem;
}
