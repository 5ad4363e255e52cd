import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What tells the journal of this folder from all others: made once, and gone with the folder. A
 * database elsewhere knows by it whose history it holds.
 */
export async function journalIdentity(networkDir: string): Promise<string> {
  const path = join(networkDir, 'journal-id');
  try {
    await writeFile(path, `${randomUUID()}\n`, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return (await readFile(path, 'utf8')).trim();
}
