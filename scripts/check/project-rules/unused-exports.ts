import type { ESTree } from 'rolldown/utils';
import type { Project } from '../project.ts';
import type { ProjectFinding, ProjectRule } from '../rule.ts';
import { entryPoints } from '../source/entry-points.ts';
import { importGraph } from '../source/import-graph.ts';
import { isGeneratedPath, isTestPath, lineAt, type SourceFile } from '../source/source-file.ts';
import { walk } from '../source/syntax-node.ts';

/**
 * What is exported is imported somewhere. A type may also be exported because something else that
 * the file exports is described by it. Files that nobody imports are `unused-files`' concern.
 */
export const unusedExports: ProjectRule = {
  name: 'unused-exports',
  check: (project) => {
    const used = usedNames(project);
    const entries = new Set(entryPoints(project).filter((path) => !isTestPath(path)));
    return project.sources.flatMap((file): readonly ProjectFinding[] => {
      if (isGeneratedPath(file.path) || entries.has(file.path)) return [];
      const names = used.get(file.path);
      if (names === undefined || names.has('*')) return [];
      return exportsOf(file)
        .filter(({ name, isType }) => !names.has(name) && !(isType && isUsedInside(file, name)))
        .map(({ name, at }) => ({
          path: file.path,
          line: lineAt(file.text, at),
          message: `Nobody imports ${name}: drop the export, or delete it if it has no other use.`,
        }));
    });
  },
};

function usedNames(project: Project): ReadonlyMap<string, ReadonlySet<string>> {
  const used = new Map<string, Set<string>>();
  for (const { to, names } of importGraph(project)) {
    const known = used.get(to) ?? new Set();
    for (const name of names === '*' ? ['*'] : names) known.add(name);
    used.set(to, known);
  }
  return used;
}

type Exported = { readonly name: string; readonly at: number; readonly isType: boolean };

function exportsOf(file: SourceFile): readonly Exported[] {
  const types = new Set(file.program.body.flatMap(exportedTypes));
  return file.module.staticExports.flatMap(({ entries }) =>
    entries.flatMap((entry): readonly Exported[] => {
      const name = entry.exportName.kind === 'Default' ? 'default' : entry.exportName.name;
      if (name === null) return [];
      return [{ name, at: entry.start, isType: entry.isType || types.has(name) }];
    }),
  );
}

function exportedTypes(statement: ESTree.Program['body'][number]): readonly string[] {
  if (statement.type !== 'ExportNamedDeclaration') return [];
  const { declaration } = statement;
  const isType =
    declaration?.type === 'TSTypeAliasDeclaration' ||
    declaration?.type === 'TSInterfaceDeclaration' ||
    // An error class is caught by whoever imports it, and thrown here: both are a use.
    (declaration?.type === 'ClassDeclaration' && declaration.superClass !== null);
  return isType && declaration.id !== null ? [declaration.id.name] : [];
}

function isUsedInside(file: SourceFile, name: string): boolean {
  let mentions = 0;
  walk(file.program, (node) => {
    if (node.type === 'Identifier' && node.name === name) mentions += 1;
  });
  return mentions > 1;
}
