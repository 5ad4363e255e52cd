import type { ProjectFinding, ProjectRule } from '../rule.ts';
import { isTestPath, lineAt, type SourceFile } from '../source/source-file.ts';
import { walk } from '../source/syntax-node.ts';

const README = 'README.md';
const SCHEMA = 'lib/env/settings-schema.ts';
const ROW = /^\| `([A-Z][A-Z0-9_]+)` \|/gm;
const SETTING = /^[A-Z][A-Z0-9_]*$/;

/** What the system, the shell or a tool sets, and nobody configures us with. */
const GIVEN: ReadonlySet<string> = new Set([
  'CI',
  'FORCE_COLOR',
  'HOME',
  'NEXT_RUNTIME',
  'NODE_ENV',
  'NO_COLOR',
  'PATH',
  'TERM',
]);

/**
 * The README's tables of settings name what the code reads from its environment, and nothing else.
 * What only tests read may be there; often one test run hands it to another of its processes.
 */
export const documentedSettings: ProjectRule = {
  name: 'documented-settings',
  check: (project) => {
    const text = project.files.find(({ path }) => path === README)?.text ?? '';
    const documented = new Map([...text.matchAll(ROW)].map((row) => [row[1] ?? '', row.index]));
    const read = settingsRead(project.sources);
    const needed = settingsRead(project.sources.filter(({ path }) => !belongsToTests(path)));
    const missing = [...needed].filter(([name]) => !documented.has(name));
    const invented = [...documented].filter(([name]) => !read.has(name));
    return [
      ...missing.map(([name, place]) => ({
        ...place,
        message: `Say in the README's table of settings what ${name} does.`,
      })),
      ...invented.map(([name, at]) => ({
        path: README,
        line: lineAt(text, at),
        message: `Nothing reads ${name}: remove the row.`,
      })),
    ];
  },
};

type Place = Pick<ProjectFinding, 'path' | 'line'>;

function belongsToTests(path: string): boolean {
  return isTestPath(path) || path === 'playwright.config.ts';
}

function settingsRead(files: readonly SourceFile[]): ReadonlyMap<string, Place> {
  const read = new Map<string, Place>();
  for (const file of files) {
    for (const { name, at } of namesIn(file)) {
      if (!GIVEN.has(name)) read.set(name, { path: file.path, line: lineAt(file.text, at) });
    }
  }
  return read;
}

type Named = { readonly name: string; readonly at: number };

/** The keys of the settings' schema, and `env.NAME` or `process.env.NAME` anywhere. */
function namesIn(file: SourceFile): readonly Named[] {
  const names: Named[] = [];
  walk(file.program, (node) => {
    if (node.type === 'Property' && file.path === SCHEMA && node.key.type === 'Identifier') {
      names.push({ name: node.key.name, at: node.start });
    }
    if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier') return;
    const object = file.text.slice(node.object.start, node.object.end);
    if (/(?:^|\.)env$/.test(object)) names.push({ name: node.property.name, at: node.start });
  });
  return names.filter(({ name }) => SETTING.test(name));
}
