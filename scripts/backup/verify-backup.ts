import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { JournalError, openJournalReader } from '#server/journal/index.ts';
import {
  decodeSnapshot,
  LogGapError,
  LogMismatchError,
  Replica,
  SnapshotDamagedError,
} from '#server/snapshot/index.ts';
import { BackupError } from './backup-error.ts';
import type { BackupManifest } from './backup-manifest.ts';
import { JOURNAL, SNAPSHOTS } from './kept-files.ts';

/** What the exchange is as after the last command of a back-up. */
export type VerifiedBackup = {
  readonly lastSeq: number;
  readonly accounts: number;
  readonly trades: number;
  /** The last batch that was final on chain. */
  readonly settledBatch: number;
};

/**
 * Opens a back-up as a start-up would, and changes nothing in it: every file is what the manifest
 * says, the journal is whole, and the engine comes from the newest snapshot to the journal's end.
 *
 * @throws BackupError `backup/damaged`, naming the file.
 */
export async function verifyBackup(
  folder: string,
  manifest: BackupManifest,
): Promise<VerifiedBackup> {
  for (const file of manifest.files) await checkFile(folder, file);
  try {
    return await checkJournal(folder, manifest);
  } catch (error) {
    const isDamage = [JournalError, LogGapError, LogMismatchError, SnapshotDamagedError].some(
      (type) => error instanceof type,
    );
    if (!(isDamage && error instanceof Error)) throw error;
    throw damaged(error.message, error);
  }
}

async function checkFile(
  folder: string,
  { path, bytes, sha256 }: BackupManifest['files'][number],
): Promise<void> {
  const hash = createHash('sha256');
  let length = 0;
  try {
    for await (const piece of createReadStream(join(folder, path))) {
      hash.update(piece);
      length += piece.length;
    }
  } catch (error) {
    throw damaged(`${path} cannot be read.`, error);
  }
  if (length !== bytes) throw damaged(`${path} has ${length} bytes and was made with ${bytes}.`);
  if (hash.digest('hex') !== sha256) throw damaged(`${path} is not as it was written.`);
}

async function checkJournal(folder: string, manifest: BackupManifest): Promise<VerifiedBackup> {
  const { network, chainId, journal } = manifest;
  const reader = openJournalReader({
    folder: join(folder, JOURNAL),
    network: `${network}-${chainId}`,
  });
  const replica = new Replica(await newestSnapshot(folder, journal.snapshotSeq));
  try {
    for (let block = reader.next(); block !== null; block = reader.next()) {
      replica.apply(block);
      await setImmediate();
    }
    const { lastSeq = 0, chain = new Uint8Array(0) } = reader.position ?? {};
    const isWhole =
      lastSeq === journal.lastSeq &&
      replica.seq === lastSeq &&
      Buffer.from(chain).toString('hex') === journal.chainHash;
    if (!isWhole) {
      throw damaged(`The journal ends with ${lastSeq}, and should with ${journal.lastSeq}.`);
    }
  } finally {
    reader.close();
  }
  const { state } = replica;
  return {
    lastSeq: replica.seq,
    accounts: state.accounts.count,
    trades: state.tradeCount,
    settledBatch: state.settlement.batch,
  };
}

async function newestSnapshot(folder: string, seq: number) {
  if (seq === 0) return null;
  const name = `snapshot-${String(seq).padStart(16, '0')}.bin`;
  return decodeSnapshot(await readFile(join(folder, SNAPSHOTS, name)));
}

function damaged(message: string, cause?: unknown): BackupError {
  return new BackupError('backup/damaged', {
    message,
    fix: 'Use another back-up, or an undamaged copy of this one.',
    cause,
  });
}
