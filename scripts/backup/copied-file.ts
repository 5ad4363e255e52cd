import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BackupFile } from './backup-manifest.ts';

const PIECE_BYTES = 1_048_576;
const PERMISSIONS = 0o777;

export type CopyOptions = {
  /** Bytes of the source that are copied; by default all. What is behind them becomes zeros. */
  readonly contentBytes?: number;
  /** Whether zeros at the end take room on the disk; by default they do. */
  readonly sparse?: boolean;
};

/**
 * Copies a file durably, with its permissions.
 *
 * @returns Length and SHA-256 of the copy.
 * @throws The error of the file system; EEXIST when the target is there.
 */
export async function copyFileDurably(
  { from, to }: { readonly from: string; readonly to: string },
  { contentBytes, sparse = false }: CopyOptions = {},
): Promise<Pick<BackupFile, 'bytes' | 'sha256'>> {
  const source = await open(from, 'r');
  try {
    const { size, mode } = await source.stat();
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    const target = await open(to, 'wx', mode & PERMISSIONS);
    try {
      const hash = createHash('sha256');
      const content = Math.min(contentBytes ?? size, size);
      for (let at = 0; at < size; ) {
        const bytes = new Uint8Array(Math.min(PIECE_BYTES, size - at));
        const wanted = Math.max(0, Math.min(bytes.length, content - at));
        const { bytesRead } = await source.read(bytes, 0, wanted, at);
        if (bytesRead < wanted) throw new Error(`${from} became shorter while it was copied`);
        hash.update(bytes);
        if (wanted > 0 || !sparse) await target.write(bytes, 0, bytes.length, at);
        at += bytes.length;
      }
      await target.truncate(size);
      await target.datasync();
      return { bytes: size, sha256: hash.digest('hex') };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
