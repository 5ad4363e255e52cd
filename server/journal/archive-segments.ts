import { join } from 'node:path';
import type { JournalFiles } from './journal-files.ts';
import { firstSeqOf, segmentName } from './segment-name.ts';

export type ArchiveOptions = {
  readonly files: JournalFiles;
  readonly folder: string;
  /** Where segments are moved; `null` deletes them. */
  readonly archive: string | null;
  readonly beforeSeq: number;
};

/**
 * Moves or deletes the segments all of whose records come before a number, the oldest first, so that
 * what is left has no gap whenever this is interrupted. The last segment always stays.
 *
 * @returns The number of the oldest record that is left.
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
  if (archive !== null && covered.length > 0) files.makeFolder(archive);
  for (const seq of covered) {
    const name = segmentName(seq);
    if (archive === null) await files.remove(join(folder, name));
    else await files.rename(join(folder, name), join(archive, name));
  }
  if (covered.length > 0) {
    await files.syncFolder(folder);
    if (archive !== null) await files.syncFolder(archive);
  }
  return numbers[covered.length] ?? 1;
}
