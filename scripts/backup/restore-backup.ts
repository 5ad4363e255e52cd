import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diskFiles } from '#server/journal/index.ts';
import { BackupError } from './backup-error.ts';
import { readManifest } from './backup-manifest.ts';
import { copyFileDurably } from './copied-file.ts';
import type { BackupPlace, CreatedBackup } from './create-backup.ts';
import { verifyBackup } from './verify-backup.ts';

/**
 * Puts a back-up where an exchange keeps its data, whole or not at all. Nothing is written over.
 *
 * @throws BackupError.
 */
export async function restoreBackup(
  folder: string,
  { network, chainId, networkDir }: BackupPlace,
): Promise<CreatedBackup> {
  const manifest = await readManifest(folder);
  if (manifest.network !== network || manifest.chainId !== chainId) {
    throw new BackupError('backup/wrong-network', {
      message: `The back-up is of ${manifest.network}-${manifest.chainId}, not of ${network}-${chainId}.`,
      fix: 'Set NETWORK and CHAIN_ID as the exchange had them, or name another back-up.',
    });
  }
  await checkTarget(networkDir);
  await verifyBackup(folder, manifest);
  const draft = `${networkDir}.restoring`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o755 });
  for (const path of manifest.folders) await mkdir(join(draft, path), { recursive: true });
  for (const { path } of manifest.files) {
    await copyFileDurably({ from: join(folder, path), to: join(draft, path) });
  }
  const found = await verifyBackup(draft, manifest);
  await checkTarget(networkDir);
  await rmdir(networkDir).catch(() => undefined);
  await rename(draft, networkDir);
  await diskFiles.syncFolder(dirname(networkDir));
  return { manifest, found };
}

async function checkTarget(networkDir: string): Promise<void> {
  const present = await readdir(networkDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (present.length === 0) return;
  throw new BackupError('backup/not-empty', {
    message: `${networkDir} is not empty (${present[0]}): an exchange has its data there.`,
    fix: 'Name another DATA_DIR. Nothing is ever written over: move what is there away if you are sure.',
  });
}
