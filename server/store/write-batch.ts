import { getTableColumns, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Database } from './database.ts';
import { foldMinutes } from './fold-minutes.ts';
import type { MinuteRow, OrderRow, StoreBatch } from './store-batch.ts';
import { minuteTable, orderTable, positionTable, tradeTable, transferTable } from './tables.ts';

/** Rows of one statement: PostgreSQL takes 65,535 parameters in one, an order has 20. */
const ROWS = 1_000;

/**
 * Writes what commands up to `batch.seq` changed, and that it is written, in one transaction: after a
 * crash either all of it is there or nothing, and the projection goes on from there.
 */
export async function writeBatch(database: Database, batch: StoreBatch): Promise<void> {
  const { seq, trades, orders, transfers } = batch;
  await database.transaction(async (transaction) => {
    for (const rows of chunks(trades)) await transaction.insert(tradeTable).values(rows);
    for (const rows of chunks(foldMinutes(trades))) await addMinutes(transaction, rows);
    for (const rows of chunks(orders)) await putOrders(transaction, rows);
    for (const rows of chunks(transfers)) await transaction.insert(transferTable).values(rows);
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

async function putOrders(database: Database, rows: OrderRow[]): Promise<void> {
  await database
    .insert(orderTable)
    .values(rows)
    .onConflictDoUpdate({ target: orderTable.orderId, set: newestOf(orderTable) });
}

/** Every column as the new row has it. */
function newestOf(table: PgTable) {
  return Object.fromEntries(
    Object.entries(getTableColumns(table)).map(([key, { name }]) => [
      key,
      sql.raw(`excluded."${name}"`),
    ]),
  );
}

function* chunks<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let at = 0; at < rows.length; at += ROWS) yield rows.slice(at, at + ROWS);
}
