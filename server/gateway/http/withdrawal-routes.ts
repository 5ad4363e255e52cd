import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import {
  requestedWithdrawalResponse,
  withdrawalsQuery,
  withdrawalsResponse,
} from '#lib/protocol/rest/withdrawals.ts';
import { encodeWithdrawal, wireWithdrawal } from '#lib/protocol/wire-withdrawal.ts';
import {
  decodeWithdrawalRequest,
  wireWithdrawalRequest,
} from '#lib/protocol/wire-withdrawal-request.ts';
import { BEARER } from './auth-routes.ts';
import { pageOf, readCursor } from './cursor.ts';
import type { RouteApp } from './http-server.ts';
import type { PrivateContext } from './private-context.ts';
import { sendList } from './send-list.ts';

const tags = ['custody'];

/** Money on its way out: `/v1/withdrawals`. */
export function addWithdrawalRoutes(app: RouteApp, context: PrivateContext): void {
  const { entry, settlements } = context;
  app.post(
    '/v1/withdrawals',
    {
      schema: {
        tags,
        summary: 'Withdraws, by the owner’s signed Withdrawal; a trading key cannot',
        body: wireWithdrawalRequest,
        response: {
          200: requestedWithdrawalResponse,
          400: errorResponse,
          401: errorResponse,
          403: errorResponse,
          404: errorResponse,
          409: errorResponse,
          501: errorResponse,
        },
      },
    },
    async (request) => {
      // Where nothing is settled nothing would ever be paid.
      settlements.view();
      const { nonce, seq, timeMs } = await entry.withdraw(decodeWithdrawalRequest(request.body));
      return { nonce, status: 'requested' as const, seq, timestamp: timeMs };
    },
  );
  addListRoute(app, context);
}

function addListRoute(app: RouteApp, context: PrivateContext): void {
  const { reads, settlements, principal, asOf } = context;
  app.get(
    '/v1/withdrawals',
    {
      schema: {
        tags,
        summary: 'Withdrawals of the account, the newest first; as CSV by Accept: text/csv',
        security: BEARER,
        querystring: withdrawalsQuery,
        response: {
          200: withdrawalsResponse,
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
      const view = settlements.view();
      const { value: account, seq } = await reads.accountOf(who);
      const page = { before, limit: limit + 1 };
      const found = account === null ? [] : await view.withdrawals({ account, ...page });
      const { rows, nextCursor } = pageOf(found, { limit, numberOf: ({ nonce }) => nonce });
      const withdrawals = rows.map(encodeWithdrawal);
      const body = { withdrawals, next_cursor: nextCursor, seq, timestamp: asOf().timestamp };
      const columns = Object.keys(wireWithdrawal.shape);
      return await sendList({ request, reply }, { body, rows: withdrawals, columns, nextCursor });
    },
  );
}
