import { and, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Database } from './database.ts';
import { foldMinutes } from './fold-minutes.ts';
import type { KeptChange, KeptRow, MinuteRow, StoreBatch } from './store-batch.ts';
import {
  depositTable,
  keptTable,
  minuteTable,
  orderTable,
  orderVersionTable,
  positionTable,
  settlementTable,
  tradeTable,
  transferTable,
  withdrawalTable,
} from './tables.ts';

/** Rows of one statement, so that no text of one becomes too long. */
const ROWS = 1_000;

/**
 * Writes what commands up to `batch.seq` changed, and that it is written, in one transaction: after a
 * crash either all of it is there or nothing, and the projection goes on from there.
 */
export async function writeBatch(database: Database, batch: StoreBatch): Promise<void> {
  const { seq, trades, orders, versions, transfers, deposits, kept } = batch;
  const { settlements, withdrawals } = batch;
  await database.transaction(async (transaction) => {
    for (const rows of chunks(trades)) await transaction.execute(insert(tradeTable, rows));
    for (const rows of chunks(foldMinutes(trades))) await addMinutes(transaction, rows);
    for (const rows of chunks(orders)) {
      await transaction.execute(put(orderTable, rows, ['order_id']));
    }
    for (const rows of chunks(versions)) {
      await transaction.execute(insert(orderVersionTable, rows));
    }
    for (const rows of chunks(transfers)) await transaction.execute(insert(transferTable, rows));
    for (const rows of chunks(deposits)) {
      await transaction.execute(put(depositTable, rows, ['seq']));
    }
    await writeKept(transaction, kept);
    for (const rows of chunks(settlements)) {
      await transaction.execute(put(settlementTable, rows, ['batch']));
    }
    for (const rows of chunks(withdrawals)) {
      await transaction.execute(put(withdrawalTable, rows, ['account', 'nonce']));
    }
    await transaction.update(positionTable).set({ seq });
  });
}

async function addMinutes(database: Database, rows: MinuteRow[]): Promise<void> {
  await database
    .insert(minuteTable)
    .values(rows)
    .onConflictDoUpdate({
      target: [minuteTable.market, minuteTable.startMs],
      set: {
        highTicks: sql`greatest(${minuteTable.highTicks}, excluded.high_ticks)`,
        lowTicks: sql`least(${minuteTable.lowTicks}, excluded.low_ticks)`,
        closeTicks: sql`excluded.close_ticks`,
        volumeLots: sql`${minuteTable.volumeLots} + excluded.volume_lots`,
        volumeQuanta: sql`${minuteTable.volumeQuanta} + excluded.volume_quanta`,
        tradeCount: sql`${minuteTable.tradeCount} + excluded.trade_count`,
      },
    });
}

async function writeKept(database: Database, changes: readonly KeptChange[]): Promise<void> {
  const rows = changes.filter((change): change is KeptRow => change.value !== null);
  for (const chunk of chunks(rows)) {
    await database.execute(put(keptTable, chunk, ['kind', 'key']));
  }
  const gone = Map.groupBy(
    changes.filter(({ value }) => value === null),
    ({ kind }) => kind,
  );
  for (const [kind, ofKind] of gone) {
    for (const chunk of chunks(ofKind)) {
      const keys = chunk.map(({ key }) => key);
      await database
        .delete(keptTable)
        .where(and(eq(keptTable.kind, kind), inArray(keptTable.key, keys)));
    }
  }
}

/**
 * A statement that inserts rows. They go to the database as one text: with a parameter for each field
 * of each row, reading the statement took it five times as long as what the statement says.
 */
function insert<Table extends PgTable>(table: Table, rows: readonly Table['$inferSelect'][]): SQL {
  const columns = columnsOf(table);
  const into = sql.join(
    columns.map(({ name }) => name),
    COMMA,
  );
  const from = sql.join(
    columns.map(({ key }) => key),
    COMMA,
  );
  const shape = sql.join(
    columns.map(({ key, type }) => sql`${key} ${type}`),
    COMMA,
  );
  const text = JSON.stringify(rows);
  return sql`insert into ${table} (${into}) select ${from} from json_to_recordset(${text}::text::json) as of_text (${shape})`;
}

/** The same, in place of rows that have the same key. */
function put<Table extends PgTable>(
  table: Table,
  rows: readonly Table['$inferSelect'][],
  key: readonly string[],
): SQL {
  const set = columnsOf(table).map(({ name }) => sql`${name} = excluded.${name}`);
  const conflict = sql.raw(key.join(', '));
  return sql`${insert(table, rows)} on conflict (${conflict}) do update set ${sql.join(set, COMMA)}`;
}

const COMMA = sql.raw(', ');

/** The columns of a table, as the database calls them and as rows do. */
function columnsOf(table: PgTable) {
  return Object.entries(getTableColumns(table)).map(([key, column]) => ({
    key: sql.identifier(key),
    name: sql.identifier(column.name),
    type: sql.raw(column.getSQLType()),
  }));
}

function* chunks<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let at = 0; at < rows.length; at += ROWS) yield rows.slice(at, at + ROWS);
}
