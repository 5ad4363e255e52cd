import type { Hash } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import { marketOf } from '#lib/protocol/market-of.ts';
import { balancesResponse } from '#lib/protocol/rest/balances.ts';
import { depositsQuery, depositsResponse } from '#lib/protocol/rest/deposits.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { fillsQuery, fillsResponse } from '#lib/protocol/rest/fills.ts';
import { encodeBalance } from '#lib/protocol/wire-balance.ts';
import { encodeFill, type WireFill, wireFill } from '#lib/protocol/wire-fill.ts';
import { encodePendingDeposit } from '#lib/protocol/wire-pending-deposit.ts';
import { encodeTransfer, type Transfer, wireTransfer } from '#lib/protocol/wire-transfer.ts';
import { BEARER } from './auth-routes.ts';
import type { CsvRow } from './csv.ts';
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

function addFillRoutes(app: RouteApp, context: PrivateContext): void {
  const { reads, history, settlements, principal, asOf } = context;
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
      const fills = settlements.placed(rows).map(encodeFill);
      const body = { fills, next_cursor: nextCursor, seq, timestamp: asOf().timestamp };
      const columns = Object.keys(wireFill.shape).filter((name) => name !== 'settlement');
      const told = { rows: fills.map(flatFill), columns: [...columns, ...SETTLEMENT_COLUMNS] };
      return await sendList({ request, reply }, { body, ...told, nextCursor });
    },
  );
}

function addDepositRoutes(app: RouteApp, context: PrivateContext): void {
  const { reads, history, pendingDeposits, principal, asOf } = context;
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
      const who = principal(request);
      const { value: account, seq } = await reads.accountOf(who);
      const query = { kind: 'deposit', before, limit: limit + 1 } as const;
      const found = account === null ? [] : await history.transfers({ account, ...query });
      const { rows, nextCursor } = pageOf(found, { limit, numberOf: (row) => row.seq });
      const deposits = rows.map(transferOf).map(encodeTransfer);
      // What is on its way belongs before the newest that has arrived.
      const pending = before === null ? pendingDeposits(who.address).map(encodePendingDeposit) : [];
      const body = { deposits, pending, next_cursor: nextCursor, seq, timestamp: asOf().timestamp };
      const columns = Object.keys(wireTransfer.shape);
      return await sendList({ request, reply }, { body, rows: deposits, columns, nextCursor });
    },
  );
}

/** What CSV calls the members of a fill's settlement. */
const SETTLEMENT_COLUMNS = ['settlement_status', 'settlement_batch', 'settlement_tx_hash'];

/** A fill as a row: CSV has no members within members. */
function flatFill({ settlement, ...fill }: WireFill): CsvRow {
  return {
    ...fill,
    settlement_status: settlement?.status,
    settlement_batch: settlement?.batch,
    settlement_tx_hash: settlement?.tx_hash,
  };
}

function transferOf(row: {
  readonly seq: number;
  readonly asset: number;
  readonly amountQuanta: number;
  readonly timeMs: number;
  readonly transaction: string | null;
}): Transfer {
  return {
    seq: row.seq,
    asset: assets.find(({ id }) => id === row.asset)?.symbol ?? '',
    amount: row.amountQuanta,
    timestampMs: row.timeMs,
    transaction: row.transaction as Hash | null,
  };
}
