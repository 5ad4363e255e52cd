import { readFileSync } from 'node:fs';
import { decodeState, type EngineState, StateFormatError } from '#server/engine/index.ts';
import {
  decodeSnapshot,
  type Snapshot,
  SnapshotDamagedError,
  SnapshotUnreadableError,
} from '#server/snapshot/index.ts';
import type { OpenedJournal } from './opened-journal.ts';
import { DIFFERS, ReplayError, USAGE_FAULT } from './replay-error.ts';

/** A snapshot and where it was found. */
export type LoadedSnapshot = { readonly file: string; readonly snapshot: Snapshot };

/**
 * The snapshot in a file, which stays as it is.
 *
 * @throws ReplayError `replay/no-such-snapshot`, `replay/snapshot-damaged`, `replay/snapshot-unreadable`.
 */
export function loadedSnapshot(file: string): LoadedSnapshot {
  const bytes = bytesOf(file);
  try {
    return { file, snapshot: decodeSnapshot(bytes) };
  } catch (error) {
    if (error instanceof SnapshotUnreadableError) throw unreadable(file, error);
    if (!(error instanceof SnapshotDamagedError)) throw error;
    throw new ReplayError('replay/snapshot-damaged', {
      message: `The snapshot ${file} is damaged: ${error.message}.`,
      fix: 'Use another snapshot. The journal is not affected: without this one the exchange recovers from an older snapshot or from the journal alone.',
      exitCode: DIFFERS,
      cause: error,
    });
  }
}

/**
 * The engine's state in a snapshot.
 *
 * @throws ReplayError `replay/snapshot-unreadable`.
 */
export function snapshotState({ file, snapshot }: LoadedSnapshot): EngineState {
  try {
    return decodeState(snapshot.state, snapshot);
  } catch (error) {
    if (error instanceof StateFormatError) throw unreadable(file, error);
    throw error;
  }
}

/**
 * Finds out whether a snapshot continues into a journal: the journal's hash chain at the snapshot's
 * record is the one that the snapshot has noted.
 *
 * @throws ReplayError `replay/snapshot-ahead` when the journal ends before it.
 */
export function chainFits(journal: OpenedJournal, { file, snapshot }: LoadedSnapshot): boolean {
  const { seq, chainHash } = snapshot;
  const reader = journal.read(Math.max(journal.firstSeq, seq));
  try {
    reader.next(0);
    if (reader.position?.lastSeq === seq) {
      return Buffer.compare(reader.position.chain, chainHash) === 0;
    }
    const block = reader.next(seq);
    if (block === null) throw snapshotAhead({ journal, file, seq, lastSeq: reader.readSeq });
    const endsThere = block.firstSeq + block.count - 1 === seq;
    return endsThere && Buffer.compare(block.chain, chainHash) === 0;
  } finally {
    reader.close();
  }
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new ReplayError('replay/no-such-snapshot', {
      message: `The snapshot ${file} cannot be opened${why}.`,
      fix: 'Snapshots are the files snapshot-….bin in the folder "snapshots" beside the journal.',
      exitCode: USAGE_FAULT,
      cause: error,
    });
  }
}

function unreadable(file: string, cause: Error): ReplayError {
  return new ReplayError('replay/snapshot-unreadable', {
    message: `The snapshot ${file} is whole, but was written by another version of the exchange.`,
    fix: 'Use the version that wrote it, or leave it out and replay from record 1.',
    exitCode: DIFFERS,
    cause,
  });
}

/** The error that the journal ends before a snapshot that was made of it. */
export function snapshotAhead(place: {
  readonly journal: OpenedJournal;
  readonly file: string;
  readonly seq: number;
  readonly lastSeq: number;
}): ReplayError {
  const { journal, file, seq, lastSeq } = place;
  return new ReplayError('replay/snapshot-ahead', {
    message: `The snapshot ${file} is as of record ${seq}, but the journal in ${journal.folder} ends with ${lastSeq}.`,
    fix: 'Put back the folders of journal and snapshots that belong together: records are missing, or the snapshot is of another journal.',
    exitCode: DIFFERS,
  });
}
