import { JournalError } from './journal-error.ts';
import type { WritableFile } from './journal-files.ts';

/** Errors that say that there is no room: of the disk, of a quota, of the largest file. */
const NO_ROOM = new Set<unknown>(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Writes all bytes, however many the system takes at a time. */
export async function writeWhole(
  file: WritableFile,
  { bytes, position }: { readonly bytes: Uint8Array; readonly position: number },
): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const count = await file.write(bytes.subarray(done), position + done);
    if (count === 0) throw new Error('the system wrote nothing and reported no error');
    done += count;
  }
}

/** What a failed operation means to the journal. */
export function asJournalError(cause: unknown, folder: string): JournalError {
  if (cause instanceof JournalError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (NO_ROOM.has(code)) {
    return new JournalError('journal/disk-full', {
      message: `There is no room left for the journal in ${folder} (${String(code)}).`,
      fix: 'Free space or archive old segments, then start again. Nothing acknowledged was lost.',
      cause,
    });
  }
  return new JournalError('journal/io-error', {
    message: `The journal in ${folder} could not be read or written: ${String(cause)}.`,
    fix: 'Check the disk and its file system before starting again. Nothing acknowledged was lost.',
    cause,
  });
}
