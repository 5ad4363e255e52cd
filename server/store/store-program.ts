import { type Database, type DatabasePlace, type OpenDatabase, openDatabase } from './database.ts';
import { historyQueries, type StoreQueries } from './history-queries.ts';
import { pruneHistory, type Retention } from './prune-history.ts';
import type { StoreBatch } from './store-batch.ts';
import { StoreMismatchError } from './store-mismatch-error.ts';
import { positionTable } from './tables.ts';
import { writeBatch } from './write-batch.ts';

const ONLY_ROW = 1;

/** How far a store goes. */
export type StorePosition = {
  /** Last command whose events are in it; 0 = none. */
  readonly seq: number;
  /** First command whose events are in it. */
  readonly firstSeq: number;
};

/** What runs beside the database: in a thread of its own, because the embedded one computes. */
export class StoreProgram {
  readonly #opened: OpenDatabase;

  private constructor(opened: OpenDatabase) {
    this.#opened = opened;
  }

  static async open(place: DatabasePlace): Promise<StoreProgram> {
    return new StoreProgram(await openDatabase(place));
  }

  /**
   * Where the store stands. A new one is made to belong to the journal.
   *
   * @throws StoreMismatchError when it belongs to another.
   */
  async position(journal: string): Promise<StorePosition> {
    const [found] = await this.#database.select().from(positionTable);
    if (found === undefined) {
      await this.#database
        .insert(positionTable)
        .values({ id: ONLY_ROW, journal, seq: 0, firstSeq: 1 });
      return { seq: 0, firstSeq: 1 };
    }
    if (found.journal !== journal) throw StoreMismatchError.otherJournal(found.journal, journal);
    return { seq: found.seq, firstSeq: found.firstSeq };
  }

  /** Tells that what came before a command is not there: its journal is gone. */
  async beginAt(firstSeq: number): Promise<void> {
    await this.#database.update(positionTable).set({ firstSeq });
  }

  async write(batch: StoreBatch): Promise<void> {
    await writeBatch(this.#database, batch);
  }

  async ask<Name extends keyof StoreQueries>(
    name: Name,
    query: StoreQueries[Name]['query'],
  ): Promise<StoreQueries[Name]['rows']> {
    return await historyQueries[name](this.#database, query);
  }

  async prune(retention: Retention, nowMs: number): Promise<number> {
    return await pruneHistory(this.#database, { ...retention, nowMs });
  }

  async close(): Promise<void> {
    await this.#opened.close();
  }

  get #database(): Database {
    return this.#opened.database;
  }
}
