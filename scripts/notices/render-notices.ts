import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DeclaredDependencies,
  directTable,
  fillSection,
  type LockedPackage,
  type Packages,
  productionList,
} from './notice-tables.ts';

type Lock = {
  readonly packages: Readonly<Record<string, LockedPackage>> & {
    readonly '': LockedPackage & DeclaredDependencies;
  };
};

/** What the project declares and what its lock-file installs. */
export function readPackages(root: string): Packages {
  const lock: Lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return { declared: lock.packages[''], locked: lock.packages };
}

/** NOTICE.md as it should be: its text as it is, with the generated sections from the lock-file. */
export function renderNotices(root: string): string {
  const packages = readPackages(root);
  const text = readFileSync(join(root, 'NOTICE.md'), 'utf8');
  const direct = fillSection(text, { name: 'direct', content: directTable(packages) });
  return fillSection(direct, { name: 'production', content: productionList(packages) });
}
