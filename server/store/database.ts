import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

/** What both kinds of database can do; their tables are the same. */
export type Database = PgDatabase<PgQueryResultHKT>;

export type OpenDatabase = {
  readonly database: Database;
  close(): Promise<void>;
};

export type DatabasePlace = {
  /** Folder of the embedded database; used when there is no address. */
  readonly folder: string;
  /** `postgres://…`; `null` = embedded. */
  readonly url: string | null;
};

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** Seconds until an unreachable server is given up. */
const CONNECT_SECONDS = 10;

/** Opens the database and brings its tables to the present form. */
export async function openDatabase({ folder, url }: DatabasePlace): Promise<OpenDatabase> {
  return url === null ? await openEmbedded(folder) : await openServer(url);
}

async function openEmbedded(folder: string): Promise<OpenDatabase> {
  mkdirSync(folder, { recursive: true });
  const client = await PGlite.create(folder);
  try {
    const database = drizzlePglite({ client });
    await migratePglite(database, { migrationsFolder });
    return { database, close: () => client.close() };
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function openServer(url: string): Promise<OpenDatabase> {
  // One connection: batches follow one another, and reads see what was written before them.
  const client = postgres(url, {
    max: 1,
    connect_timeout: CONNECT_SECONDS,
    onnotice: () => undefined,
  });
  try {
    const database = drizzlePostgres({ client });
    await migratePostgres(database, { migrationsFolder });
    return { database, close: () => client.end({ timeout: CONNECT_SECONDS }) };
  } catch (error) {
    await client.end({ timeout: 0 });
    throw error;
  }
}
