import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the web application is built from: folders and files at the project's root. */
const WEB_INPUTS: readonly string[] = [
  'app',
  'components',
  'hooks',
  'lib',
  'contracts-abi',
  'public',
  'instrumentation.ts',
  'instrumentation-client.ts',
  'proxy.ts',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

/** Tests are no part of the build. */
const IGNORED = /\.test\.tsx?$/;

/**
 * A hash of everything that decides what the web build is: names and contents of its inputs, not
 * their times, and the Node that builds it.
 */
export function webInputHash(root: string): string {
  return inputHash(root, WEB_INPUTS);
}

/** The hash of the named files and folders below a root; those that are absent count as absent. */
export function inputHash(root: string, inputs: readonly string[]): string {
  const hash = createHash('sha256').update(process.versions.node);
  for (const path of inputs.flatMap((input) => filesBelow(root, input)).sort()) {
    const content = readFileSync(join(root, path));
    // Lengths keep one file's end apart from the next one's name.
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(root: string, path: string): readonly string[] {
  const status = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (status === undefined || IGNORED.test(path)) return [];
  if (!status.isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesBelow(root, `${path}/${name}`));
}
