import type { SourceFile } from './source-file.ts';
import { type SyntaxNode, walk } from './syntax-node.ts';

/** One reference from a file to another module. */
export type ImportReference = {
  readonly specifier: string;
  /** Offset of the reference in the text. */
  readonly start: number;
  /** The exported names that are taken; `'*'` when it may be any (namespace, dynamic, side effect). */
  readonly names: readonly string[] | '*';
  /** Whether the reference is erased with the types. */
  readonly typeOnly: boolean;
  /** Whether the reference exports again what it takes (`export … from`). */
  readonly reExport: boolean;
};

/** A module beside this one; `new URL('../data/', import.meta.url)` names a folder. */
const MODULE = /^\.{1,2}\/.*\.(?:ts|tsx|mts|mjs|js)$/;

/**
 * Everything a file refers to: static imports, `export … from`, `import()`, type imports
 * (`import('./x.ts').T`), `vi.mock('./x.ts')` and `new URL('./x.ts', import.meta.url)`, which is how
 * workers are started.
 */
export function importsOf(file: SourceFile): readonly ImportReference[] {
  return [...staticImports(file), ...reExports(file), ...otherReferences(file)];
}

function staticImports(file: SourceFile): readonly ImportReference[] {
  return file.module.staticImports.map((statement) => ({
    specifier: statement.moduleRequest.value,
    start: statement.start,
    names: namesTaken(statement.entries.map((entry) => entry.importName)),
    typeOnly: statement.entries.length > 0 && statement.entries.every((entry) => entry.isType),
    reExport: false,
  }));
}

function reExports(file: SourceFile): readonly ImportReference[] {
  const references: ImportReference[] = [];
  for (const statement of file.module.staticExports) {
    for (const entry of statement.entries) {
      if (entry.moduleRequest === null) continue;
      references.push({
        specifier: entry.moduleRequest.value,
        start: statement.start,
        names: namesTaken([entry.importName]),
        typeOnly: entry.isType,
        reExport: true,
      });
    }
  }
  return references;
}

type ImportName = { readonly kind: string; readonly name: string | null };

function namesTaken(names: readonly ImportName[]): readonly string[] | '*' {
  const taken: string[] = [];
  for (const { kind, name } of names) {
    if (kind === 'Default') taken.push('default');
    else if (kind === 'Name' && name !== null) taken.push(name);
    else return '*';
  }
  return taken.length === 0 ? '*' : taken;
}

function otherReferences(file: SourceFile): readonly ImportReference[] {
  const references: ImportReference[] = [];
  walk(file.program, (node) => {
    const specifier = specifierOf(node);
    if (specifier === null) return;
    const typeOnly = node.type === 'TSImportType';
    references.push({ specifier, start: node.start, names: '*', typeOnly, reExport: false });
  });
  return references;
}

function specifierOf(node: SyntaxNode): string | null {
  if (node.type === 'ImportExpression') return textOf(node.source);
  if (node.type === 'TSImportType') return textOf(node.source);
  if (node.type === 'CallExpression' && isMock(node.callee)) return textOf(node.arguments[0]);
  if (node.type === 'NewExpression' && isUrlOfModule(node)) return textOf(node.arguments[0]);
  return null;
}

function isMock(callee: SyntaxNode): boolean {
  if (callee.type !== 'MemberExpression' || callee.computed) return false;
  const isVitest = callee.object.type === 'Identifier' && callee.object.name === 'vi';
  return isVitest && ['mock', 'doMock', 'importActual'].includes(callee.property.name);
}

function isUrlOfModule(node: SyntaxNode): boolean {
  if (node.type !== 'NewExpression') return false;
  const isUrl = node.callee.type === 'Identifier' && node.callee.name === 'URL';
  const base = node.arguments[1];
  return (
    isUrl &&
    base?.type === 'MemberExpression' &&
    base.object.type === 'MetaProperty' &&
    MODULE.test(textOf(node.arguments[0]) ?? '')
  );
}

function textOf(node: SyntaxNode | undefined): string | null {
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
}
