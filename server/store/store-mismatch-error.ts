/**
 * The database holds the history of another journal (mixing both would show wrong orders), or goes
 * beyond the end of this one.
 */
export class StoreMismatchError extends Error {
  override readonly name = 'StoreMismatchError';

  constructor(what: string) {
    super(
      `${what} Name another database in DATABASE_URL, or empty this one (the embedded one is the folder history of the network's data): the history is rebuilt from the journal.`,
    );
  }

  static otherJournal(found: string, expected: string): StoreMismatchError {
    return new StoreMismatchError(
      `The database holds the history of journal ${found}, this is journal ${expected}.`,
    );
  }

  static ahead(storeSeq: number, journalSeq: number): StoreMismatchError {
    return new StoreMismatchError(
      `The database's history goes up to command ${storeSeq}, the journal ends with ${journalSeq}.`,
    );
  }
}
