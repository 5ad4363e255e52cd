import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  diskFiles,
  JournalError,
  type JournalReader,
  joinedFiles,
  openJournalReader,
} from '#server/journal/index.ts';
import { ExplainedReader, explainedError } from './explained-reader.ts';
import { ReplayError, USAGE_FAULT } from './replay-error.ts';

export type JournalPlace = {
  readonly folder: string;
  /** Where archived segments are; `null` = they are not asked for. */
  readonly archive: string | null;
};

const SEGMENT_ENDING = '.lxj';

/** A journal in a folder, to be read as often as need be. */
export class OpenedJournal {
  readonly folder: string;
  readonly network: string;
  /** Number of the oldest record; of the first one to come where there is none yet. */
  readonly firstSeq: number;
  readonly #archive: string | null;

  /** @throws ReplayError when there is no such folder, no journal in it, or it cannot be read */
  constructor({ folder, archive }: JournalPlace) {
    refuseMissingFolder(folder, 'replay/no-such-folder');
    if (archive !== null) refuseMissingFolder(archive, 'replay/no-such-archive');
    this.folder = folder;
    this.#archive = archive;
    const reader = this.#reader({});
    try {
      // Opens the oldest segment and asks for no record of it.
      reader.next(0);
      if (reader.position === null) throw notAJournal(folder);
      this.network = reader.position.header.network;
      this.firstSeq = reader.position.header.firstSeq;
    } catch (error) {
      throw error instanceof JournalError ? explainedError({ folder, sound: null }, error) : error;
    } finally {
      reader.close();
    }
  }

  /** Another reader, to be closed. It begins with the block that holds `fromSeq`. */
  read(fromSeq: number): ExplainedReader {
    return new ExplainedReader(this.folder, this.#reader({ fromSeq }));
  }

  #reader(begin: { readonly fromSeq?: number }): JournalReader {
    const { folder } = this;
    const archive = this.#archive;
    const files = archive === null ? {} : { files: joinedFiles(folder, archive) };
    return openJournalReader({ folder, network: null, ...begin, ...files });
  }

  /** What to add to the command line so that archived segments are found, for a person. */
  archiveHint(): string {
    const found =
      this.#archive === null ? usualArchives(this.folder).find(holdsSegments) : undefined;
    if (found !== undefined) return `Archived segments are in ${found}: add --archive ${found}.`;
    return (
      'Name the folder of its archived segments with --archive, or begin with a snapshot that ' +
      'follows what is missing: --base FILE.'
    );
  }
}

function refuseMissingFolder(folder: string, code: `replay/${string}`): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  const message =
    found === undefined ? `There is no folder ${folder}.` : `${folder} is a file, not a folder.`;
  throw new ReplayError(code, {
    message,
    fix: 'Name the folder that holds the segments, files such as journal-0000000000000001.lxj.',
    exitCode: USAGE_FAULT,
  });
}

function notAJournal(folder: string): ReplayError {
  const below = join(folder, 'journal');
  const fix = holdsSegments(below)
    ? `There is one in ${below}: name that.`
    : 'The journal of the exchange is the folder "journal" in the folder of its network, below DATA_DIR.';
  return new ReplayError('replay/not-a-journal', {
    message: `${folder} is not a journal: there is no segment in it (journal-….lxj).`,
    fix,
    exitCode: USAGE_FAULT,
  });
}

/** Where the exchange, the journal by itself, and the crash tests put what is archived. */
function usualArchives(folder: string): readonly string[] {
  const parent = dirname(resolve(folder));
  return [join(parent, 'journal-archive'), join(folder, 'archive'), join(parent, 'archive')];
}

function holdsSegments(folder: string): boolean {
  return (
    statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true &&
    diskFiles.list(folder).some((name) => name.endsWith(SEGMENT_ENDING))
  );
}
