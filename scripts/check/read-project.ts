import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProject, type PackageManifest, type Project } from './project.ts';
import { trackedFiles } from './tracked-files.ts';

/** Reads the project at a folder: its tracked files, its manifest and the programs it installed. */
export function readProject(root: string): Project {
  const manifest: PackageManifest = readJson(join(root, 'package.json'));
  const declared = Object.keys({
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.devDependencies,
  });
  const binaries = Object.fromEntries(declared.map((name) => [name, binariesOf(root, name)]));
  return createProject({ files: trackedFiles(root), manifest, binaries });
}

function binariesOf(root: string, name: string): readonly string[] {
  const file = join(root, 'node_modules', name, 'package.json');
  if (!existsSync(file)) return [];
  const { bin }: { readonly bin?: string | Readonly<Record<string, string>> } = readJson(file);
  if (bin === undefined) return [];
  return typeof bin === 'string' ? [name.split('/').at(-1) ?? name] : Object.keys(bin);
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8'));
}
