import { basename, join } from 'node:path';
import { diskFiles } from './disk-files.ts';
import type { JournalFiles, ReadableFile } from './journal-files.ts';

/**
 * Journal and archive as one folder, so that a reader finds every segment that there ever was, also
 * while segments move: one is in the archive before it leaves the journal.
 */
export function joinedFiles(journalFolder: string, archiveFolder: string): JournalFiles {
  return {
    ...diskFiles,
    list() {
      // In this order: what has left the journal by now is in the archive.
      const present = diskFiles.list(journalFolder);
      return [...new Set([...diskFiles.list(archiveFolder), ...present])];
    },
    openForReading(path) {
      const name = basename(path);
      const present = openIfThere(join(journalFolder, name));
      return present ?? diskFiles.openForReading(join(archiveFolder, name));
    },
  };
}

function openIfThere(path: string): ReadableFile | null {
  try {
    return diskFiles.openForReading(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
