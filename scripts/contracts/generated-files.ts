import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Abi } from 'viem';
import { type AbiPart, abiParts } from './abi-parts.ts';
import { type ContractSource, contractSources } from './contract-sources.ts';
import { type CompiledContract, readContract, readMulticall3 } from './read-contract.ts';
import { renderAbi, renderArtifact } from './render-contract.ts';

/** Folders below the project's in which every file is generated. */
const GENERATED_FOLDERS = ['contracts-abi/abis', 'contracts-abi/artifacts'] as const;

const multicall3: ContractSource = {
  name: 'multicall3',
  contract: 'Multicall3',
  packaged: 'viem',
  writes: ['abi', 'artifact'],
};

/**
 * The text of every generated file, by its path below the project's folder. Our own contracts are
 * read from the output of forge's release profile, which must be up to date.
 */
export function generatedFiles(root: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const add = (source: ContractSource, compiled: CompiledContract) => {
    if (source.writes.includes('abi')) {
      files.set(`contracts-abi/abis/${source.name}.ts`, renderAbi(source, compiled.abi));
      for (const part of abiParts.filter((each) => each.of === source.name)) {
        files.set(`contracts-abi/abis/${part.name}.ts`, renderPart(part, { source, compiled }));
      }
    }
    if (source.writes.includes('artifact')) {
      files.set(`contracts-abi/artifacts/${source.name}.json`, renderArtifact(source, compiled));
    }
  };
  for (const source of contractSources) add(source, readContract(root, source));
  add(multicall3, readMulticall3(root));
  return files;
}

function renderPart(
  { name, entries }: AbiPart,
  { source, compiled }: { readonly source: ContractSource; readonly compiled: CompiledContract },
): string {
  const named = (entry: Abi[number]) => ('name' in entry ? entry.name : '');
  const missing = entries.filter((wanted) => !compiled.abi.some((each) => named(each) === wanted));
  if (missing.length > 0) throw new RangeError(`${source.contract} has no ${missing.join(', ')}`);
  const part = compiled.abi.filter((entry) => entries.includes(named(entry)));
  return renderAbi({ ...source, name }, part);
}

/** How the generated files on disk differ from what they should be: one sentence a file. */
export function differences(root: string, expected: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (const [path, text] of expected) {
    const file = join(root, path);
    if (!existsSync(file)) found.push(`${path} is missing`);
    else if (readFileSync(file, 'utf8') !== text) found.push(`${path} is out of date`);
  }
  for (const path of presentFiles(root)) {
    if (!expected.has(path)) found.push(`${path} belongs to no contract`);
  }
  return found;
}

/** Paths, below the project's folder, of the files in the generated folders. */
export function presentFiles(root: string): string[] {
  return GENERATED_FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
}
