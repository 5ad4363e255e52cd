import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { JournalError } from './journal-error.ts';
import type { JournalFiles, ReadableFile } from './journal-files.ts';
import { firstSeqOf, segmentName } from './segment-name.ts';

/** Compared at a time, between which the event loop goes on. */
const PIECE_BYTES = 1_048_576;

export type ArchiveOptions = {
  readonly files: JournalFiles;
  readonly folder: string;
  /** Where segments are moved; `null` deletes them. */
  readonly archive: string | null;
  readonly beforeSeq: number;
};

/**
 * Moves or deletes the segments all of whose records come before a number, the oldest first, so that
 * what is left has no gap whenever this is interrupted. The last segment always stays. A segment
 * is safe in the archive before it leaves the journal.
 *
 * @returns The number of the oldest record that is left.
 * @throws JournalError `journal/io-error` when the archive holds another file of the same name, which
 * is never written over.
 */
export async function archiveSegments(options: ArchiveOptions): Promise<number> {
  const { files, folder, archive, beforeSeq } = options;
  const numbers = files
    .list(folder)
    .map(firstSeqOf)
    .filter((seq) => seq !== null)
    .sort((one, other) => one - other);
  const covered = numbers.filter(
    (_, index) => (numbers[index + 1] ?? Number.POSITIVE_INFINITY) <= beforeSeq,
  );
  if (covered.length > 0) {
    const names = covered.map(segmentName);
    if (archive !== null) await copyNames(names, { files, folder, archive });
    for (const name of names) await files.remove(join(folder, name));
    await files.syncFolder(folder);
  }
  return numbers[covered.length] ?? 1;
}

type Way = { readonly files: JournalFiles; readonly folder: string; readonly archive: string };

/** Gives the segments a second name in the archive, durably. */
async function copyNames(names: readonly string[], way: Way): Promise<void> {
  const { files, folder, archive } = way;
  files.makeFolder(archive);
  for (const name of names) {
    const isLinked = await files.link(join(folder, name), join(archive, name));
    if (isLinked || (await isSame(name, way))) continue;
    throw occupied(name, archive);
  }
  await files.syncFolder(archive);
}

/** Whether the archive has this very segment, because a crash came before it left the journal. */
async function isSame(name: string, { files, folder, archive }: Way): Promise<boolean> {
  const one = files.openForReading(join(folder, name));
  try {
    const other = files.openForReading(join(archive, name));
    try {
      return await haveSameContent(one, other);
    } finally {
      other.close();
    }
  } finally {
    one.close();
  }
}

async function haveSameContent(one: ReadableFile, other: ReadableFile): Promise<boolean> {
  const byteLength = one.size();
  if (other.size() !== byteLength) return false;
  const mine = new Uint8Array(Math.min(PIECE_BYTES, byteLength));
  const theirs = new Uint8Array(mine.length);
  for (let position = 0; position < byteLength; position += mine.length) {
    const count = one.read(mine, position);
    if (other.read(theirs, position) !== count) return false;
    if (Buffer.compare(mine.subarray(0, count), theirs.subarray(0, count)) !== 0) return false;
    await setImmediate();
  }
  return true;
}

function occupied(name: string, archive: string): JournalError {
  return new JournalError('journal/io-error', {
    message: `${name} cannot be archived: ${archive} holds another file of that name, of another journal or an older copy.`,
    fix: 'Neither was changed. Move the one in the archive to a safe place, then start again.',
  });
}
