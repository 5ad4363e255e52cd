import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export const JOURNAL = 'journal';
export const ARCHIVE = 'journal-archive';
export const SNAPSHOTS = 'snapshots';
export const HISTORY = 'history';

/**
 * What is copied before the journal: it says how far something had come, and the journal has to be
 * at least as far, so that nothing is left out after a restore.
 */
export const BEFORE_JOURNAL = [
  'custody-cursor.json',
  'operator-transaction.json',
  'chain-head.json',
  'auth-secret',
  'journal-id',
  'market.json',
  'deployment.json',
] as const;

/**
 * Copied behind it: the names of all orders in the journal are in them by then. In this order, since
 * the first becomes the second when it is full.
 */
export const AFTER_JOURNAL = ['client-names/names', 'client-names/names-before'] as const;

/** Paths of all files and folders below a folder, relative to it, sorted; none where it is missing. */
export async function filesBelow(
  folder: string,
): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const pathsOf = (of: 'isFile' | 'isDirectory') =>
    entries
      .filter((entry) => entry[of]())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
      .sort();
  return { files: pathsOf('isFile'), folders: pathsOf('isDirectory') };
}
