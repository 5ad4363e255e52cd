import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diskFiles, firstSeqOf, JournalError, joinedFiles } from '#server/journal/index.ts';
import { BackupError } from './backup-error.ts';
import {
  BACKUP_VERSION,
  type BackupFile,
  type BackupManifest,
  manifestPath,
} from './backup-manifest.ts';
import { copyFileDurably } from './copied-file.ts';
import { findJournalEnd, type JournalEnd } from './journal-end.ts';
import {
  AFTER_JOURNAL,
  ARCHIVE,
  BEFORE_JOURNAL,
  filesBelow,
  HISTORY,
  JOURNAL,
  SNAPSHOTS,
} from './kept-files.ts';
import { type VerifiedBackup, verifyBackup } from './verify-backup.ts';

/** Which exchange: its network, and the folder of what belongs to its chain. */
export type BackupPlace = {
  readonly network: string;
  readonly chainId: number;
  readonly networkDir: string;
};

export type BackupSource = BackupPlace & {
  /** Whether the history is in a database elsewhere. */
  readonly hasDatabase: boolean;
};

export type CreatedBackup = { readonly manifest: BackupManifest; readonly found: VerifiedBackup };

const SNAPSHOT = /^snapshot-(\d{16})\.bin$/;
const OWNER_ONLY = 0o700;

/**
 * Copies what an exchange needs to go on elsewhere into an empty folder, also while it runs, and
 * opens the copy to see whether it is whole.
 *
 * @throws BackupError.
 */
export async function createBackup(source: BackupSource, folder: string): Promise<CreatedBackup> {
  await checkEmpty(folder);
  const copy = new BackupCopy(source.networkDir, folder);
  try {
    for (const path of BEFORE_JOURNAL) await copy.ifThere(path);
    const snapshotSeq = await copySnapshots(copy);
    const { firstSeq, end } = await copyJournal(copy, source);
    for (const path of AFTER_JOURNAL) await copy.ifThere(path);
    const { network, chainId, networkDir } = source;
    const manifest: BackupManifest = {
      version: BACKUP_VERSION,
      network,
      chainId,
      createdMs: Date.now(),
      journal: {
        id: (await readFile(join(networkDir, 'journal-id'), 'utf8')).trim(),
        firstSeq,
        lastSeq: end.lastSeq,
        chainHash: end.chainHash,
        snapshotSeq,
      },
      history: firstSeq === 1 ? 'journal' : await copyHistory(copy, source),
      folders: copy.folders,
      files: copy.files,
    };
    const found = await verifyBackup(folder, manifest);
    await writeManifest(folder, manifest);
    return { manifest, found };
  } catch (error) {
    throw explained(error);
  }
}

/** What was copied, and the way from one folder to the other. */
class BackupCopy {
  readonly from: string;
  readonly files: BackupFile[] = [];
  /** Folders that have to be there even if nothing is in them. */
  readonly folders: string[] = [];
  readonly #to: string;

  constructor(from: string, to: string) {
    this.from = from;
    this.#to = to;
  }

  async file(path: string, { name = path, contentBytes = Number.POSITIVE_INFINITY } = {}) {
    const from = join(this.from, path);
    const options = { contentBytes, sparse: true };
    const copied = await copyFileDurably({ from, to: join(this.#to, name) }, options);
    this.files.push({ path: name, ...copied });
  }

  async ifThere(path: string): Promise<void> {
    await this.file(path).catch(ignoreMissing);
  }
}

async function checkEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY });
  if ((await readdir(folder)).length === 0) return;
  throw new BackupError('backup/not-empty', {
    message: `${folder} is not empty.`,
    fix: 'Name an empty folder, or one that is not there yet: every back-up has its own.',
  });
}

/** The newest one is enough, and is there before the journal behind it. @returns Its number. */
async function copySnapshots(copy: BackupCopy): Promise<number> {
  const names = await readdir(join(copy.from, SNAPSHOTS)).catch(() => []);
  const newest = names
    .filter((name) => SNAPSHOT.test(name))
    .sort()
    .at(-1);
  if (newest === undefined) return 0;
  await copy.file(`${SNAPSHOTS}/${newest}`);
  return Number(SNAPSHOT.exec(newest)?.[1] ?? 0);
}

/**
 * Segments of journal and archive, all into the journal: the history is made anew from it, and what
 * is not needed goes to the archive by itself later.
 */
async function copyJournal(
  copy: BackupCopy,
  { network, chainId }: BackupSource,
): Promise<{ readonly firstSeq: number; readonly end: JournalEnd }> {
  const folder = join(copy.from, JOURNAL);
  const files = joinedFiles(folder, join(copy.from, ARCHIVE));
  const end = await findJournalEnd({ folder, network: `${network}-${chainId}`, files });
  if (end === null) {
    throw new BackupError('backup/nothing-there', {
      message: `There is no journal in ${folder}.`,
      fix: 'Set DATA_DIR, NETWORK and CHAIN_ID as the exchange has them.',
    });
  }
  const names = [...files.list(folder)].filter((name) => firstSeqOf(name) !== null).sort();
  const needed = names.filter((name) => name <= end.name);
  for (const name of needed) {
    const target = { name: `${JOURNAL}/${name}` };
    if (name === end.name) {
      // Behind the last block a write may be under way: it is left out, and was not acknowledged.
      await copySegment(copy, name, { ...target, contentBytes: end.contentBytes });
    } else {
      await copySegment(copy, name, target);
    }
  }
  return { firstSeq: firstSeqOf(needed[0] ?? '') ?? 1, end };
}

type SegmentTarget = { readonly name: string; readonly contentBytes?: number };

/** It may go to the archive at any moment, where it is before it leaves the journal. */
async function copySegment(copy: BackupCopy, ...[name, target]: [string, SegmentTarget]) {
  try {
    await copy.file(`${JOURNAL}/${name}`, target);
  } catch (error) {
    ignoreMissing(error);
    await copy.file(`${ARCHIVE}/${name}`, target);
  }
}

/** The journal does not tell all of it any more, so its database has to come too. */
async function copyHistory(
  copy: BackupCopy,
  { hasDatabase }: BackupSource,
): Promise<BackupManifest['history']> {
  if (hasDatabase) return 'database';
  const lock = lockJournal(join(copy.from, JOURNAL));
  try {
    const { files, folders } = await filesBelow(join(copy.from, HISTORY));
    for (const path of files) await copy.file(`${HISTORY}/${path}`);
    copy.folders.push(...folders.map((path) => `${HISTORY}/${path}`));
  } finally {
    lock.release();
  }
  return 'copied';
}

function lockJournal(folder: string) {
  try {
    return diskFiles.lock(folder);
  } catch (error) {
    if (!(error instanceof JournalError && error.code === 'journal/locked')) throw error;
    throw new BackupError('backup/history-in-use', {
      message:
        'The beginning of the journal was removed (ARCHIVE_JOURNAL=0), so the history cannot be ' +
        'made from it, and its database is in use.',
      fix: 'Stop the sidecar for the back-up, or keep the archive from the beginning on.',
      cause: error,
    });
  }
}

async function writeManifest(folder: string, manifest: BackupManifest): Promise<void> {
  const file = await open(manifestPath(folder), 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await diskFiles.syncFolder(folder);
}

function ignoreMissing(error: unknown): void {
  if (!isMissing(error)) throw error;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** What was found to be wrong with what is copied, or with the copy. */
function explained(error: unknown): unknown {
  if (error instanceof JournalError) {
    const { code, message, fix } = error;
    return new BackupError(code, { message: message.replace(` ${fix}`, ''), fix, cause: error });
  }
  if (isMissing(error) || (error instanceof BackupError && error.code === 'backup/damaged')) {
    return new BackupError('backup/changed-meanwhile', {
      message: `Files were moved or removed while they were copied (${messageOf(error)}).`,
      fix: 'Run it again into another folder. If it says the same again, look at that file.',
      cause: error,
    });
  }
  return error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
