import type { Project } from '../project.ts';
import { importsOf } from './imports-of.ts';
import { resolveSpecifier } from './resolve-specifier.ts';

/** That one file takes something from another file of the project. */
export type Edge = {
  readonly from: string;
  readonly to: string;
  /** The exported names taken; `'*'` when it may be any of them. */
  readonly names: readonly string[] | '*';
};

const STYLE_IMPORT = /@import\s+["'](\.[^"']+)["']/g;

/** Every reference between files of the project, style sheets included. */
export function importGraph(project: Project): readonly Edge[] {
  const paths = new Set(project.files.map(({ path }) => path));
  const edges: Edge[] = [];
  const connect = (from: string, specifier: string, names: Edge['names']): void => {
    const target = resolveSpecifier(from, specifier);
    if (target.kind === 'file' && paths.has(target.path)) {
      edges.push({ from, to: target.path, names });
    }
  };
  for (const file of project.sources) {
    for (const { specifier, names } of importsOf(file)) connect(file.path, specifier, names);
  }
  for (const { path, text } of project.files) {
    if (!path.endsWith('.css')) continue;
    for (const match of text.matchAll(STYLE_IMPORT)) connect(path, match[1] ?? '', '*');
  }
  return edges;
}
