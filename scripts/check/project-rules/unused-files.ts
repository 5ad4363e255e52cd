import type { Project } from '../project.ts';
import type { ProjectRule } from '../rule.ts';
import { entryPoints } from '../source/entry-points.ts';
import { importGraph } from '../source/import-graph.ts';
import { isSourcePath, isTestPath } from '../source/source-file.ts';

/** Code of the product; `scripts`, `bench` and `e2e` may have files that serve tests alone. */
const PRODUCT = /^(?:app|components|hooks|lib|server)\//;

/**
 * Every source file and style sheet is reached from an entry point, and what belongs to the product
 * is reached from one that is no test.
 */
export const unusedFiles: ProjectRule = {
  name: 'unused-files',
  check: (project) => {
    const entries = entryPoints(project);
    const byAnyone = reachable(project, entries);
    const byProduct = reachable(
      project,
      entries.filter((path) => !isTestPath(path)),
    );
    return project.files
      .filter(({ path }) => isSourcePath(path) || path.endsWith('.css'))
      .filter(
        ({ path }) => !(PRODUCT.test(path) && !isTestPath(path) ? byProduct : byAnyone).has(path),
      )
      .map(({ path }) => ({
        path,
        line: 1,
        message: byAnyone.has(path)
          ? 'Only tests use this file: use it, or delete it with its test.'
          : 'Nothing uses this file: delete it, or start it from package.json.',
      }));
  },
};

function reachable(project: Project, entries: readonly string[]): ReadonlySet<string> {
  const targets = new Map<string, string[]>();
  for (const { from, to } of importGraph(project)) {
    const known = targets.get(from);
    if (known === undefined) targets.set(from, [to]);
    else known.push(to);
  }
  const seen = new Set(entries);
  // A set visits what is added to it while it is iterated, which makes it a work list.
  for (const path of seen) for (const next of targets.get(path) ?? []) seen.add(next);
  return seen;
}
