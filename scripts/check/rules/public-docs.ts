import type { ESTree } from 'rolldown/utils';
import type { Finding, SourceRule } from '../rule.ts';
import { isTestPath, type SourceFile } from '../source/source-file.ts';

const DOCUMENTED = /^(?:lib|server)\//;

/** Exported functions and classes of `lib` and `server` say what they do, in TSDoc. */
export const publicDocs: SourceRule = {
  name: 'public-docs',
  check: (file) => {
    if (!DOCUMENTED.test(file.path) || isTestPath(file.path)) return [];
    return file.program.body.flatMap((statement): readonly Finding[] => {
      const name = exportedFunction(statement);
      if (name === null || hasDoc(file, statement.start)) return [];
      const message = `Say in a TSDoc comment what ${name} does: units, ranges, errors.`;
      return [{ at: statement.start, message }];
    });
  },
};

function exportedFunction(statement: ESTree.Program['body'][number]): string | null {
  if (statement.type !== 'ExportNamedDeclaration') return null;
  const { declaration } = statement;
  if (declaration?.type === 'FunctionDeclaration') return declaration.id?.name ?? null;
  if (declaration?.type !== 'VariableDeclaration') return null;
  const [variable] = declaration.declarations;
  const isFunction =
    variable?.init?.type === 'ArrowFunctionExpression' ||
    variable?.init?.type === 'FunctionExpression';
  return isFunction && variable.id.type === 'Identifier' ? variable.id.name : null;
}

function hasDoc(file: SourceFile, start: number): boolean {
  return file.comments.some(
    (comment) =>
      comment.type === 'Block' &&
      comment.value.startsWith('*') &&
      comment.end <= start &&
      file.text.slice(comment.end, start).trim() === '',
  );
}
