import { parseSync } from 'rolldown/utils';
import type { Finding, SourceRule } from '../rule.ts';
import type { SourceFile } from '../source/source-file.ts';

/** Statements that prose never happens to be. */
const UNMISTAKABLE: ReadonlySet<string> = new Set([
  'ClassDeclaration',
  'ExportNamedDeclaration',
  'ForOfStatement',
  'ForStatement',
  'FunctionDeclaration',
  'IfStatement',
  'ImportDeclaration',
  'TSTypeAliasDeclaration',
  'TryStatement',
  'VariableDeclaration',
  'WhileStatement',
]);

/**
 * Code that is not run is deleted, the history has it. A run of line comments, or a block comment
 * which is no TSDoc, is code when it parses as statements such as prose never is.
 */
export const noCommentedCode: SourceRule = {
  name: 'no-commented-code',
  check: (file) =>
    commentBlocks(file)
      .filter(({ text }) => isCode(text))
      .map(({ at }): Finding => ({ at, message: 'Delete code that does not run; git has it.' })),
};

type CommentBlock = { at: number; end: number; text: string };

/** Adjacent line comments are read as one text. */
function commentBlocks(file: SourceFile): readonly CommentBlock[] {
  const blocks: CommentBlock[] = [];
  for (const comment of file.comments) {
    if (comment.type === 'Block') {
      const isDoc = comment.value.startsWith('*');
      if (!isDoc) blocks.push({ at: comment.start, end: comment.end, text: comment.value });
      continue;
    }
    const last = blocks.at(-1);
    const adjoins =
      last !== undefined && /^\n[ \t]*$/.test(file.text.slice(last.end, comment.start));
    if (adjoins) {
      last.text += `\n${comment.value}`;
      last.end = comment.end;
    } else {
      blocks.push({ at: comment.start, end: comment.end, text: comment.value });
    }
  }
  return blocks;
}

function isCode(text: string): boolean {
  const inFunction = `async function* wrapper() {\n${text}\n}`;
  return [text, inFunction].some((candidate) => hasStatements(candidate));
}

function hasStatements(text: string): boolean {
  const { program, errors } = parseSync('comment.tsx', text);
  if (errors.length > 0) return false;
  const [first] = program.body;
  const wrapped = first?.type === 'FunctionDeclaration' && first.id?.name === 'wrapper';
  const statements = wrapped ? (first.body?.body ?? []) : program.body;
  return statements.some((statement) => {
    if (UNMISTAKABLE.has(statement.type)) return true;
    const source = text.slice(statement.start, statement.end);
    if (statement.type === 'ReturnStatement') return source.endsWith(';');
    const { expression } = statement.type === 'ExpressionStatement' ? statement : {};
    if (expression === undefined || !source.endsWith(';')) return false;
    return /^(?:Call|Assignment|Await|Update|New)Expression$/.test(expression.type);
  });
}
