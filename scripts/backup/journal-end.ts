import { setTimeout as delay } from 'node:timers/promises';
import {
  JournalError,
  type JournalFiles,
  type JournalReader,
  openJournalReader,
} from '#server/journal/index.ts';

/** Where a journal ends, as far as its files hold whole blocks. */
export type JournalEnd = {
  /** The last segment. */
  readonly name: string;
  /** Bytes of it up to the end of the last block. */
  readonly contentBytes: number;
  readonly lastSeq: number;
  readonly chainHash: string;
};

/** A write that is under way is over after that, or it is no write. */
const LOOKS = 40;
const LOOK_MS = 25;

/**
 * Verifies a journal from its oldest segment to the end of its last whole block, which may grow
 * meanwhile: what lies before that end never changes again. `null` where there is no journal.
 *
 * @throws JournalError when something in it is damaged or missing, or it is of another network.
 */
export async function findJournalEnd(options: {
  readonly folder: string;
  readonly network: string;
  readonly files: JournalFiles;
}): Promise<JournalEnd | null> {
  const reader = openJournalReader(options);
  try {
    while (await nextBlock(reader));
    const { position } = reader;
    if (position === null) return null;
    const { name, offset: contentBytes, lastSeq, chain } = position;
    return { name, contentBytes, lastSeq, chainHash: Buffer.from(chain).toString('hex') };
  } finally {
    reader.close();
  }
}

/** A block that is being written may look damaged, but not for long. */
async function nextBlock(reader: JournalReader): Promise<boolean> {
  for (let look = 1; ; look += 1) {
    try {
      return reader.next() !== null;
    } catch (error) {
      const mayPass = error instanceof JournalError && error.code === 'journal/damaged';
      if (!mayPass || look === LOOKS) throw error;
      await delay(LOOK_MS);
    }
  }
}
