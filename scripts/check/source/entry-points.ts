import type { Project } from '../project.ts';
import { isGeneratedPath, isTestPath, type SourceFile } from './source-file.ts';
import { walk } from './syntax-node.ts';

/** Files that Next, a tool or a person starts by name. */
const BY_CONVENTION = [
  /^app\/(?:.*\/)?(?:page|layout|template|loading|error|global-error|not-found|default|route|icon|apple-icon|opengraph-image|manifest|robots|sitemap)\.tsx?$/,
  /^(?:proxy|middleware|instrumentation|instrumentation-client)\.ts$/,
  /^[^/]+\.config\.(?:ts|mts|mjs|js)$/,
];

/**
 * The files from which use is counted: what Next and the tools find by name, tests, and what
 * `package.json`, CI or another file starts by its path (`spawn(node, ['server/main.ts'])`).
 */
export function entryPoints(project: Project): readonly string[] {
  const started = startedPaths(project);
  return project.files
    .map(({ path }) => path)
    .filter(
      (path) =>
        isTestPath(path) ||
        isGeneratedPath(path) ||
        BY_CONVENTION.some((pattern) => pattern.test(path)) ||
        started.has(path),
    );
}

function startedPaths(project: Project): ReadonlySet<string> {
  const paths = new Set(project.files.map(({ path }) => path));
  const started = new Set<string>();
  const commands = Object.values(project.manifest.scripts ?? {}).join(' ');
  const ci = project.files.filter(({ path }) => path.startsWith('.ci/')).map(({ text }) => text);
  for (const word of [commands, ...ci].join(' ').split(/[\s'"]+/)) {
    const path = word.replace(/^\.\//, '');
    if (paths.has(path)) started.add(path);
  }
  for (const file of project.sources) {
    for (const text of stringsOf(file)) if (paths.has(text)) started.add(text);
  }
  return started;
}

function stringsOf(file: SourceFile): readonly string[] {
  const strings: string[] = [];
  walk(file.program, (node) => {
    if (node.type === 'Literal' && typeof node.value === 'string') strings.push(node.value);
  });
  return strings;
}
