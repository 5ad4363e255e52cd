import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGED = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));

/**
 * The path of a Foundry program: the one from its npm package (linux-x64), or else from PATH.
 *
 * @throws FoundryBinaryMissingError when it is in neither place.
 */
export function findFoundryBinary(
  binary: 'anvil' | 'forge',
  folders: readonly string[] = [PACKAGED, ...(process.env.PATH ?? '').split(delimiter)],
): string {
  for (const folder of folders) {
    const path = join(folder, binary);
    if (folder !== '' && isExecutable(path)) return path;
  }
  throw new FoundryBinaryMissingError(binary);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** No executable of that name in `node_modules/.bin` or on PATH. */
export class FoundryBinaryMissingError extends Error {
  override readonly name = 'FoundryBinaryMissingError';

  constructor(binary: string) {
    super(
      `${binary} is not installed. On linux-x64 "npm ci" brings it; on other systems install ` +
        `Foundry 1.7.1 (https://getfoundry.sh) so that "${binary}" is on PATH.`,
    );
  }
}
