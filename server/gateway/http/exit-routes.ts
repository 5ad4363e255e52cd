import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { exitsQuery, exitsResponse } from '#lib/protocol/rest/exits.ts';
import { encodeExit, type WireExit, wireExit } from '#lib/protocol/wire-exit.ts';
import { BEARER } from './auth-routes.ts';
import type { CsvRow } from './csv.ts';
import { pageOf, readCursor } from './cursor.ts';
import type { RouteApp } from './http-server.ts';
import type { PrivateContext } from './private-context.ts';
import { sendList } from './send-list.ts';

/** Ways out without the operator, as the chain has them: `/v1/exits`. */
export function addExitRoutes(app: RouteApp, context: PrivateContext): void {
  const { reads, settlements, principal, asOf } = context;
  app.get(
    '/v1/exits',
    {
      schema: {
        tags: ['custody'],
        summary: 'Forced exits of the account, the newest first; as CSV by Accept: text/csv',
        security: BEARER,
        querystring: exitsQuery,
        response: {
          200: exitsResponse,
          400: errorResponse,
          401: errorResponse,
          501: errorResponse,
        },
      },
    },
    async (request, reply) => {
      const { cursor, limit } = request.query;
      const before = readCursor(cursor);
      const who = principal(request);
      // Whoever asks still may.
      const { seq } = await reads.accountOf(who);
      const all = settlements.view().exits(who.address);
      const found = all.filter(({ id }) => before === null || id < before).slice(0, limit + 1);
      const { rows, nextCursor } = pageOf(found, { limit, numberOf: ({ id }) => id });
      const exits = rows.map(encodeExit);
      const body = { exits, next_cursor: nextCursor, seq, timestamp: asOf().timestamp };
      const columns = Object.keys(wireExit.shape);
      return await sendList(
        { request, reply },
        { body, rows: exits.map(flatExit), columns, nextCursor },
      );
    },
  );
}

/** An exit as a row: CSV has no members within members. */
function flatExit({ payouts, ...exit }: WireExit): CsvRow {
  const paid = payouts.map(({ asset, amount, tx_hash: hash }) => `${asset} ${amount} in ${hash}`);
  return { ...exit, payouts: paid.join('; ') };
}
