import type { Finding, TextRule } from '../rule.ts';
import { isGeneratedPath } from '../source/source-file.ts';

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const SOLIDITY = /^[A-Z][A-Za-z0-9]*(?:\.[ts])?\.sol$/;
/** Route folders of Next: `[id]`, `[...path]`, `(group)`, `_private`, `@slot`. */
const ROUTE_FOLDER = /^(?:\[{1,2}(?:\.\.\.)?[a-z0-9-]+\]{1,2}|\([a-z0-9-]+\)|[_@][a-z0-9-]+)$/;
/** Names that other programs or readers expect at a fixed spelling. */
const GIVEN = /^(?:[A-Z-]+(?:\.md)?|\..+)$/;

const MEANINGLESS: ReadonlySet<string> = new Set([
  'common',
  'helper',
  'helpers',
  'legacy',
  'misc',
  'util',
  'utils',
]);

/** Names are kebab-case and say what is inside; Solidity files are called like their contract. */
export const fileName: TextRule = {
  name: 'file-name',
  check: ({ path }) => {
    if (isGeneratedPath(path)) return [];
    const parts = path.split('/');
    const name = parts.at(-1) ?? '';
    return [
      ...parts.slice(0, -1).flatMap((folder) => objections(folder, isFolderName(folder, path))),
      ...objections(name, isFileName(name)),
    ];
  },
};

function isFolderName(folder: string, path: string): boolean {
  return (
    KEBAB.test(folder) ||
    folder.startsWith('.') ||
    (path.startsWith('app/') && ROUTE_FOLDER.test(folder))
  );
}

function isFileName(name: string): boolean {
  if (name.endsWith('.sol')) return SOLIDITY.test(name);
  return GIVEN.test(name) || name.split('.').every((part) => KEBAB.test(part));
}

function objections(name: string, wellFormed: boolean): readonly Finding[] {
  if (!wellFormed) {
    return [{ at: 0, message: `Write '${name}' in kebab-case (Solidity files: PascalCase).` }];
  }
  const stem = name.split('.')[0] ?? '';
  if (!MEANINGLESS.has(stem)) return [];
  return [{ at: 0, message: `'${stem}' says nothing: name it after what is inside.` }];
}
