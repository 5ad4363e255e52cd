import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Abi, type Hex, isHex, multicall3Abi } from 'viem';
import type { ContractSource } from './contract-sources.ts';

/** Byte ranges of the creation code that a library's address must fill. */
export type LinkReference = {
  readonly library: string;
  readonly start: number;
  readonly length: number;
};

export type CompiledContract = {
  readonly abi: Abi;
  /** Creation code; the bytes under `linkReferences` are not yet meaningful. */
  readonly bytecode: Hex;
  readonly linkReferences: readonly LinkReference[];
};

/** Folder, below the project's, of what forge's release profile wrote. */
const RELEASE_OUTPUT = 'contracts/out/release';

/**
 * The compiled form of a contract: from its npm package, or from forge's output.
 *
 * @throws Error when the file is missing or is not a contract's artifact.
 */
export function readContract(root: string, source: ContractSource): CompiledContract {
  const path = artifactPath(root, source);
  const artifact: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isRecord(artifact) || !isAbi(artifact.abi)) throw new Error(`${path} has no ABI`);
  const { code, links } = creationCode(artifact);
  // Waffle's artifacts lack the prefix; an unlinked library leaves text where its address belongs.
  const bytes = `0x${code.replace(/^0x/, '')}`.replace(/__\$[0-9a-f]{34}\$__/g, '0'.repeat(40));
  if (!isHex(bytes)) throw new Error(`${path} has no creation code`);
  return { abi: artifact.abi, bytecode: bytes, linkReferences: linkReferences(links) };
}

/** Multicall3 has no artifact of its own on npm: viem carries its interface and creation code. */
export function readMulticall3(root: string): CompiledContract {
  const path = join(root, 'node_modules/viem/_esm/constants/contracts.js');
  const bytecode = /multicall3Bytecode = '(0x[0-9a-f]+)'/.exec(readFileSync(path, 'utf8'))?.[1];
  if (!isHex(bytecode)) throw new Error(`${path} has no creation code of Multicall3`);
  return { abi: multicall3Abi, bytecode, linkReferences: [] };
}

function artifactPath(root: string, { contract, packaged }: ContractSource): string {
  if (packaged !== null) return join(root, 'node_modules', packaged);
  return join(root, RELEASE_OUTPUT, `${contract}.sol`, `${contract}.json`);
}

/** hardhat and truffle keep the code as text, forge as an object. */
function creationCode(artifact: Record<string, unknown>): { code: string; links: unknown } {
  const { bytecode } = artifact;
  if (typeof bytecode === 'string') return { code: bytecode, links: artifact.linkReferences };
  if (isRecord(bytecode) && typeof bytecode.object === 'string') {
    return { code: bytecode.object, links: bytecode.linkReferences };
  }
  throw new Error('the artifact has no bytecode');
}

function linkReferences(links: unknown): LinkReference[] {
  const found: LinkReference[] = [];
  for (const libraries of Object.values(isRecord(links) ? links : {})) {
    for (const [library, places] of Object.entries(isRecord(libraries) ? libraries : {})) {
      for (const place of Array.isArray(places) ? places : []) {
        found.push({ library, start: Number(place.start), length: Number(place.length) });
      }
    }
  }
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAbi(value: unknown): value is Abi {
  return Array.isArray(value) && value.every((item) => isRecord(item) && 'type' in item);
}
