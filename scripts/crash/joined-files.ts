import { basename, join } from 'node:path';
import { diskFiles, type JournalFiles } from '#server/journal/index.ts';

/** Journal and archive as one folder, so that a reader finds every segment that there ever was. */
export function joinedFiles(journalFolder: string, archiveFolder: string): JournalFiles {
  return {
    ...diskFiles,
    list: () => [...new Set([...diskFiles.list(archiveFolder), ...diskFiles.list(journalFolder)])],
    openForReading(path) {
      const name = basename(path);
      const isArchived = diskFiles.list(archiveFolder).includes(name);
      return diskFiles.openForReading(join(isArchived ? archiveFolder : journalFolder, name));
    },
  };
}
