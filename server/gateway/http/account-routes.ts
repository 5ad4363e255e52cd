import { assets } from '#lib/domain/asset.ts';
import { marketOf } from '#lib/protocol/market-of.ts';
import { balancesResponse } from '#lib/protocol/rest/balances.ts';
import { depositsQuery, depositsResponse } from '#lib/protocol/rest/deposits.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { fillsQuery, fillsResponse } from '#lib/protocol/rest/fills.ts';
import { encodeBalance } from '#lib/protocol/wire-balance.ts';
import { encodeFill, wireFill } from '#lib/protocol/wire-fill.ts';
import { encodeTransfer, type Transfer, wireTransfer } from '#lib/protocol/wire-transfer.ts';
import { BEARER } from './auth-routes.ts';
import { pageOf, readCursor } from './cursor.ts';
import type { RouteApp } from './http-server.ts';
import type { PrivateContext } from './private-context.ts';
import { sendList } from './send-list.ts';

const tags = ['account'];

/** What an account has and what became of it: `/v1/balances`, `/v1/fills`, `/v1/deposits`. */
export function addAccountRoutes(app: RouteApp, context: PrivateContext): void {
  const { reads, principal, asOf } = context;
  app.get(
    '/v1/balances',
    {
      schema: {
        tags,
        summary: 'Balances of the account, every asset',
        security: BEARER,
        response: { 200: balancesResponse, 401: errorResponse },
      },
    },
    async (request) => {
      const { value, seq } = await reads.balancesOf(principal(request));
      return { balances: value.map(encodeBalance), seq, timestamp: asOf().timestamp };
    },
  );
  addFillRoutes(app, context);
  addDepositRoutes(app, context);
}

function addFillRoutes(app: RouteApp, { reads, history, principal, asOf }: PrivateContext): void {
  app.get(
    '/v1/fills',
    {
      schema: {
        tags,
        summary: 'Fills of the account, the newest first; as CSV by Accept: text/csv',
        security: BEARER,
        querystring: fillsQuery,
        response: { 200: fillsResponse, 400: errorResponse, 401: errorResponse },
      },
    },
    async (request, reply) => {
      const { symbol, cursor, limit } = request.query;
      const market = symbol === undefined ? null : marketOf(symbol).id;
      const before = readCursor(cursor);
      const { value: account, seq } = await reads.accountOf(principal(request));
      const found =
        account === null ? [] : await history.fills({ account, market, before, limit: limit + 1 });
      const { rows, nextCursor } = pageOf(found, { limit, numberOf: ({ tradeId }) => tradeId });
      const fills = rows.map(encodeFill);
      const body = { fills, next_cursor: nextCursor, seq, timestamp: asOf().timestamp };
      const columns = Object.keys(wireFill.shape);
      return await sendList({ request, reply }, { body, rows: fills, columns, nextCursor });
    },
  );
}

function addDepositRoutes(app: RouteApp, context: PrivateContext): void {
  const { reads, history, principal, asOf } = context;
  app.get(
    '/v1/deposits',
    {
      schema: {
        tags,
        summary: 'Deposits of the account, the newest first; as CSV by Accept: text/csv',
        security: BEARER,
        querystring: depositsQuery,
        response: { 200: depositsResponse, 400: errorResponse, 401: errorResponse },
      },
    },
    async (request, reply) => {
      const { cursor, limit } = request.query;
      const before = readCursor(cursor);
      const { value: account, seq } = await reads.accountOf(principal(request));
      const query = { kind: 'deposit', before, limit: limit + 1 } as const;
      const found = account === null ? [] : await history.transfers({ account, ...query });
      const { rows, nextCursor } = pageOf(found, { limit, numberOf: (row) => row.seq });
      const deposits = rows.map(transferOf).map(encodeTransfer);
      const body = { deposits, next_cursor: nextCursor, seq, timestamp: asOf().timestamp };
      const columns = Object.keys(wireTransfer.shape);
      return await sendList({ request, reply }, { body, rows: deposits, columns, nextCursor });
    },
  );
}

/** Until custody there are no deposits but the faucet's. */
function transferOf(row: {
  readonly seq: number;
  readonly asset: number;
  readonly amountQuanta: number;
  readonly timeMs: number;
}): Transfer {
  return {
    seq: row.seq,
    asset: assets.find(({ id }) => id === row.asset)?.symbol ?? '',
    amount: row.amountQuanta,
    isTest: true,
    timestampMs: row.timeMs,
  };
}
