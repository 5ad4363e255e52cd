import { isTestPath } from './source/source-file.ts';

/** A part of the project which has a place in the order of imports. */
export type Layer =
  | 'lib/domain'
  | 'lib/protocol'
  | 'lib'
  | 'contracts-abi'
  | 'server'
  | 'hooks'
  | 'components'
  | 'app'
  | 'scripts'
  | 'bench'
  | 'e2e'
  | 'root';

/**
 * What each layer may import, itself included. Imports point one way; what is not listed here is
 * upward.
 */
const IMPORTS: Readonly<Record<Layer, readonly Layer[]>> = {
  'lib/domain': ['lib/domain'],
  'lib/protocol': ['lib/protocol', 'lib/domain'],
  'contracts-abi': ['contracts-abi', 'lib/domain'],
  lib: ['lib', 'lib/protocol', 'lib/domain', 'contracts-abi'],
  server: ['server', 'lib', 'lib/protocol', 'lib/domain', 'contracts-abi'],
  hooks: ['hooks', 'lib', 'lib/protocol', 'lib/domain', 'contracts-abi'],
  components: ['components', 'hooks', 'lib', 'lib/protocol', 'lib/domain', 'contracts-abi'],
  app: ['app', 'components', 'hooks', 'lib', 'lib/protocol', 'lib/domain', 'contracts-abi'],
  scripts: ['scripts', 'server', 'lib', 'lib/protocol', 'lib/domain', 'contracts-abi'],
  bench: ['bench', 'scripts', 'server', 'lib', 'lib/protocol', 'lib/domain', 'contracts-abi'],
  e2e: ['e2e', 'scripts', 'lib', 'lib/protocol', 'lib/domain', 'contracts-abi'],
  root: ['root', 'scripts', 'lib', 'lib/protocol', 'lib/domain', 'contracts-abi'],
};

/** What a test may import beyond its own layer: the tools that start chains and find test data. */
const TESTS_ALSO_IMPORT: readonly Layer[] = [
  'scripts',
  'lib',
  'lib/protocol',
  'lib/domain',
  'contracts-abi',
];

const FOLDERS: readonly (readonly [string, Layer])[] = [
  ['lib/domain/', 'lib/domain'],
  ['lib/protocol/', 'lib/protocol'],
  ['lib/', 'lib'],
  ['contracts-abi/', 'contracts-abi'],
  ['server/', 'server'],
  ['hooks/', 'hooks'],
  ['components/', 'components'],
  ['app/', 'app'],
  ['scripts/', 'scripts'],
  ['bench/', 'bench'],
  ['e2e/', 'e2e'],
];

/** The layer of a path; `null` for data such as `package.json`. Code at the root configures tools. */
export function layerOf(path: string): Layer | null {
  const folder = FOLDERS.find(([prefix]) => path.startsWith(prefix));
  if (folder !== undefined) return folder[1];
  return path.includes('/') || path.endsWith('.json') ? null : 'root';
}

/** Whether the file `from` may import a file of the layer `to`. */
export function mayImport(from: string, to: Layer): boolean {
  const layer = layerOf(from);
  if (layer === null) return true;
  if (IMPORTS[layer].includes(to)) return true;
  return isTestPath(from) && TESTS_ALSO_IMPORT.includes(to);
}
