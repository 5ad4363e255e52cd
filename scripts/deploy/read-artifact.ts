import { readFileSync } from 'node:fs';
import { type Hex, isHex } from 'viem';
import type { Address } from '#lib/domain/address.ts';

const FOLDER = new URL('../../contracts-abi/artifacts/', import.meta.url);

/**
 * Creation code of a committed artifact, with the addresses of its libraries filled in.
 *
 * @param name The file's name in `contracts-abi/artifacts`, without `.json`.
 * @param libraries Addresses by library; every library that the code refers to must be there.
 * @throws Error when there is no such artifact, or a library is missing.
 */
export function readArtifact(name: string, libraries: Readonly<Record<string, Address>> = {}): Hex {
  const file = new URL(`${name}.json`, FOLDER);
  const { bytecode, linkReferences } = JSON.parse(readFileSync(file, 'utf8'));
  if (!isHex(bytecode)) throw new Error(`${file.pathname} has no creation code`);
  let code = bytecode.slice(2);
  for (const { library, start, length } of linkReferences) {
    const address = libraries[library];
    if (address === undefined) throw new Error(`${name} needs the address of ${library}`);
    code = code.slice(0, 2 * start) + address.slice(2) + code.slice(2 * (start + length));
  }
  return `0x${code.toLowerCase()}`;
}
