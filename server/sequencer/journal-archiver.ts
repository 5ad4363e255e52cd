import type { CommandLog } from '#server/journal/index.ts';

export type JournalArchiverOptions = {
  readonly log: Pick<CommandLog, 'archiveBefore'>;
  /** Whether the journal is still to be changed; asked before each turn. */
  readonly isWanted: () => boolean;
  readonly onFailure: (error: unknown) => void;
};

/**
 * Lets go of the parts of the journal that all kept snapshots cover, one after the other: two at a time
 * would move the same segments.
 */
export class JournalArchiver {
  readonly #options: JournalArchiverOptions;
  #turns: Promise<void> = Promise.resolve();

  constructor(options: JournalArchiverOptions) {
    this.#options = options;
  }

  /** Lets go of what comes before a command, after what was asked for before. */
  archiveBefore(seq: number): void {
    this.#turns = this.#turns.then(() => this.#archive(seq));
  }

  /** Resolves when everything asked for is done; the journal's lock must be held until then. */
  async settled(): Promise<void> {
    await this.#turns;
  }

  async #archive(seq: number): Promise<void> {
    const { log, isWanted, onFailure } = this.#options;
    if (!isWanted()) return;
    try {
      await log.archiveBefore(seq);
    } catch (error) {
      onFailure(error);
    }
  }
}
