import type { PackageManifest } from '../project.ts';
import type { ProjectFinding, ProjectRule } from '../rule.ts';
import { importsOf } from '../source/imports-of.ts';
import { resolveSpecifier } from '../source/resolve-specifier.ts';
import { isTestPath, lineAt, type SourceFile } from '../source/source-file.ts';

/** What runs in production and therefore cannot lean on a development dependency. */
const PRODUCTION = /^(?:app|components|hooks|lib|server)\//;

/** Every imported package is declared, and what production runs on is no development dependency. */
export const declaredDependencies: ProjectRule = {
  name: 'declared-dependencies',
  check: ({ sources, manifest }) =>
    sources.flatMap((file) =>
      importsOf(file).flatMap((reference): readonly ProjectFinding[] => {
        const target = resolveSpecifier(file.path, reference.specifier);
        if (target.kind !== 'package') return [];
        const message = objection({
          file,
          name: target.name,
          manifest,
          typeOnly: reference.typeOnly,
        });
        if (message === null) return [];
        return [{ path: file.path, line: lineAt(file.text, reference.start), message }];
      }),
    ),
};

function objection(use: {
  readonly file: SourceFile;
  readonly name: string;
  readonly manifest: PackageManifest;
  readonly typeOnly: boolean;
}): string | null {
  const { file, name, manifest, typeOnly } = use;
  const production = { ...manifest.dependencies, ...manifest.optionalDependencies };
  if (Object.hasOwn(production, name)) return null;
  const development = manifest.devDependencies ?? {};
  if (!Object.hasOwn(development, name)) {
    return `Declare ${name} in package.json; it is here only because something else needs it.`;
  }
  const erased = typeOnly || isTestPath(file.path) || !PRODUCTION.test(file.path);
  return erased ? null : `Move ${name} to dependencies: production imports it.`;
}
