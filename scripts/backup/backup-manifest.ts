import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { countField } from '#lib/protocol/fields.ts';
import { BackupError } from './backup-error.ts';

/** What a back-up has beside its files; written last, so that an unfinished one has none. */
const MANIFEST_NAME = 'manifest.json';

/** Version of what a back-up looks like. */
export const BACKUP_VERSION = 1;

const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** Within the folder, with `/`; nothing in it leads out. */
const relativePath = z.string().check(z.regex(/^(?!\.)[0-9A-Za-z_.-]+(\/(?!\.)[0-9A-Za-z_.-]+)*$/));

const manifestSchema = z.object({
  version: z.literal(BACKUP_VERSION),
  network: z.string(),
  chainId: countField(),
  /** Milliseconds since the epoch. */
  createdMs: countField(),
  journal: z.object({
    /** Tells this journal from all others. */
    id: z.string(),
    firstSeq: countField(),
    lastSeq: countField(),
    /** Chain hash of the last block. */
    chainHash: digest,
    /** Number of the newest snapshot; 0 = there is none. */
    snapshotSeq: countField(),
  }),
  /** Where the history comes from after a restore. */
  history: z.enum(['journal', 'copied', 'database']),
  /** Folders that have to be there even if nothing is in them. */
  folders: z.array(relativePath),
  files: z.array(z.object({ path: relativePath, bytes: countField(), sha256: digest })),
});

export type BackupManifest = z.output<typeof manifestSchema>;

/** A file of a back-up: its path within it, its length, and the SHA-256 of its content. */
export type BackupFile = BackupManifest['files'][number];

/** Where a back-up's manifest is. */
export function manifestPath(folder: string): string {
  return join(folder, MANIFEST_NAME);
}

/**
 * Reads what a back-up says of itself.
 *
 * @throws BackupError `backup/unfinished`, `backup/unsupported-version`, `backup/damaged`.
 */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const path = manifestPath(folder);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new BackupError('backup/unfinished', {
      message: `There is no ${path}: this is no back-up, or one that was never finished.`,
      fix: 'Name the folder of a whole back-up.',
      cause,
    });
  });
  const content = jsonOrNull(text);
  const version = z.object({ version: z.number() }).safeParse(content);
  if (version.success && version.data.version !== BACKUP_VERSION) {
    throw new BackupError('backup/unsupported-version', {
      message: `This back-up has version ${version.data.version}; version ${BACKUP_VERSION} is understood.`,
      fix: 'Restore it with the version of the exchange that made it.',
    });
  }
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BackupError('backup/damaged', {
    message: `${path} is not as it was written (${issue?.path.join('.') || 'it is no JSON'}).`,
    fix: 'Use another back-up, or an undamaged copy of this one.',
  });
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
