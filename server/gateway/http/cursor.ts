import { invalidField } from '#lib/protocol/invalid-field.ts';

/**
 * The number before which a page begins; `null` = at the newest.
 *
 * @throws ProtocolError `gateway/invalid-message` for what is no cursor of ours.
 */
export function readCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const number = /^[1-9]\d{0,15}$/.test(cursor) ? Number(cursor) : Number.NaN;
  if (!Number.isSafeInteger(number)) {
    throw invalidField('cursor', 'expected the next_cursor of a page');
  }
  return number;
}

/**
 * A page of rows of which one more was asked for than it holds, and the cursor of the next; `null` at
 * the end.
 */
export function pageOf<Row>(
  found: readonly Row[],
  { limit, numberOf }: { limit: number; numberOf: (row: Row) => number },
): { readonly rows: readonly Row[]; readonly nextCursor: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const isMore = found.length > limit && last !== undefined;
  return { rows, nextCursor: isMore ? String(numberOf(last)) : null };
}
