import * as z from 'zod/mini';
import { symbolField, textField } from '../fields.ts';
import { queryInteger } from '../query-integer.ts';

/** Most rows of one page, and how many there are unless another number is asked for. */
export const MAX_PAGE = 500;
const DEFAULT_PAGE = 100;

/** Query of a list that is paged, the newest first. `cursor` is the `next_cursor` of the page before. */
export const pageQuery = {
  cursor: z.optional(textField(128)),
  limit: z._default(queryInteger({ from: 1, to: MAX_PAGE }), DEFAULT_PAGE),
};

/** The same of a list that can be limited to one market. */
export const marketPageQuery = { ...pageQuery, symbol: z.optional(symbolField) };

/** What a page carries beside its rows: the cursor of the next one, `null` at the end of the list. */
export const pageMembers = { next_cursor: z.nullable(textField(128)) };

/** A page of a list, the newest first. */
export type Page<Row> = {
  readonly rows: readonly Row[];
  /** `null` at the end. */
  readonly nextCursor: string | null;
  readonly seq: number;
};
