import * as z from 'zod/mini';
import { queryInteger } from '#lib/protocol/query-integer.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import {
  settlementResponse,
  settlementsQuery,
  settlementsResponse,
} from '#lib/protocol/rest/settlements.ts';
import { encodeSettlement, wireSettlement } from '#lib/protocol/wire-settlement.ts';
import { encodeTrade } from '#lib/protocol/wire-trade.ts';
import { pageOf, readCursor } from './cursor.ts';
import type { RouteApp } from './http-server.ts';
import type { RouteContext } from './route-context.ts';
import { sendList } from './send-list.ts';

const tags = ['settlement'];
const params = z.object({ batch: queryInteger({ from: 1, to: Number.MAX_SAFE_INTEGER }) });

/** What was settled: `/v1/settlements`. */
export function addSettlementRoutes(app: RouteApp, { settlements, asOf }: RouteContext): void {
  app.get(
    '/v1/settlements',
    {
      schema: {
        tags,
        summary:
          'Batches that were sent to the chain, the newest first; as CSV by Accept: text/csv',
        querystring: settlementsQuery,
        response: { 200: settlementsResponse, 400: errorResponse, 501: errorResponse },
      },
    },
    async (request, reply) => {
      const { cursor, limit } = request.query;
      const page = { before: readCursor(cursor), limit: limit + 1 };
      const found = await settlements.view().settlements(page);
      const { rows, nextCursor } = pageOf(found, { limit, numberOf: ({ batch }) => batch });
      const told = rows.map(encodeSettlement);
      const body = { settlements: told, next_cursor: nextCursor, ...asOf() };
      const columns = Object.keys(wireSettlement.shape);
      return await sendList({ request, reply }, { body, rows: told, columns, nextCursor });
    },
  );

  app.get(
    '/v1/settlements/:batch',
    {
      schema: {
        tags,
        summary: 'One batch: its transaction, trades and orders',
        params,
        response: {
          200: settlementResponse,
          400: errorResponse,
          404: errorResponse,
          501: errorResponse,
        },
      },
    },
    async (request) => {
      const { settlement, trades, orderIds } = await settlements.content(request.params.batch);
      return {
        settlement: encodeSettlement(settlement),
        orders: [...orderIds],
        trades: trades.map(encodeTrade),
        ...asOf(),
      };
    },
  );
}
