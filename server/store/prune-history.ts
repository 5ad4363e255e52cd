import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/** What of the history is kept. Trades, fills and money movements are kept for good. */
export type Retention = {
  /** Orders that ended without a fill are forgotten after so long … */
  readonly unfilledOrderMs: number;
  /** … or when their account has had so many newer ones. */
  readonly unfilledOrdersPerAccount: number;
  /** Of orders that the engine refused, the newest of an account that are kept. */
  readonly refusedPerAccount: number;
};

/**
 * Forgets orders that ended without a fill: market makers place and cancel them by the second, and
 * nobody's money depends on them. The journal still has them.
 *
 * @returns How many were forgotten.
 */
export async function pruneHistory(
  database: Database,
  {
    unfilledOrderMs,
    unfilledOrdersPerAccount,
    refusedPerAccount,
    nowMs,
  }: Retention & {
    /** Milliseconds since the epoch. */
    readonly nowMs: number;
  },
): Promise<number> {
  const result = await database.execute<{ count: number | string }>(sql`
    with unfilled as (
      select order_id, updated_ms,
        row_number() over (partition by account, status = 'rejected' order by order_id desc) as place,
        case when status = 'rejected' then ${refusedPerAccount}::integer
          else ${unfilledOrdersPerAccount}::integer end as kept
      from orders
      where status in ('canceled', 'expired', 'rejected') and filled_lots = 0
    ), forgotten as (
      delete from orders
      where order_id in (
        select order_id from unfilled
        where updated_ms < ${nowMs - unfilledOrderMs} or place > kept
      )
      returning order_id
    ), versions as (
      delete from order_versions where order_id in (select order_id from forgotten)
    )
    select count(*) as count from forgotten
  `);
  return countOf(result);
}

/** The embedded database answers with an object that has rows, a server with the rows themselves. */
function countOf(result: unknown): number {
  const rows: unknown =
    typeof result === 'object' && result !== null && 'rows' in result ? result.rows : result;
  const [first]: unknown[] = Array.isArray(rows) ? rows : [];
  return typeof first === 'object' && first !== null && 'count' in first ? Number(first.count) : 0;
}
