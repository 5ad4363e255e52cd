import * as z from 'zod/mini';
import { findMarket } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import { orderIdField } from '#lib/protocol/fields.ts';
import { decodeOrderChange } from '#lib/protocol/frames/modify-order.ts';
import { encodeOrderUpdate } from '#lib/protocol/frames/order-update.ts';
import { marketOf } from '#lib/protocol/market-of.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import {
  cancelAllQuery,
  canceledOrdersResponse,
  modifyOrderRequest,
  orderResponse,
  ordersQuery,
  ordersResponse,
  orderUpdateResponse,
} from '#lib/protocol/rest/orders.ts';
import { encodeOrder, wireOrder } from '#lib/protocol/wire-order.ts';
import { decodeOrderRequest, wireOrderRequest } from '#lib/protocol/wire-order-request.ts';
import type { Principal } from '#server/auth/index.ts';
import type { OrderAnswer } from '../trading/order-service.ts';
import { BEARER } from './auth-routes.ts';
import { pageOf, readCursor } from './cursor.ts';
import type { RouteApp } from './http-server.ts';
import type { PrivateContext } from './private-context.ts';
import { sendList } from './send-list.ts';

const tags = ['orders'];
const params = z.object({ id: orderIdField });
const refusals = {
  400: errorResponse,
  401: errorResponse,
  403: errorResponse,
  404: errorResponse,
  409: errorResponse,
};

/** `/v1/orders` and what is below it. */
export function addOrderRoutes(app: RouteApp, context: PrivateContext): void {
  addListRoutes(app, context);
  addEntryRoutes(app, context);
}

function addListRoutes(app: RouteApp, context: PrivateContext): void {
  const { orders, principal, asOf } = context;
  app.get(
    '/v1/orders',
    {
      schema: {
        tags,
        summary: 'Orders of the account, the newest first; as CSV by Accept: text/csv',
        security: BEARER,
        querystring: ordersQuery,
        response: { 200: ordersResponse, 400: errorResponse, 401: errorResponse },
      },
    },
    async (request, reply) => {
      const { rows, nextCursor, seq } = await orderPage(context, {
        ...request.query,
        principal: principal(request),
      });
      const encoded = rows.map(encodeOrder);
      const { timestamp } = asOf();
      const body = { orders: encoded, next_cursor: nextCursor, seq, timestamp };
      const columns = Object.keys(wireOrder.shape);
      return await sendList({ request, reply }, { body, rows: encoded, columns, nextCursor });
    },
  );

  app.get(
    '/v1/orders/:id',
    {
      schema: {
        tags,
        summary: 'One order of the account',
        security: BEARER,
        params,
        response: { 200: orderResponse, 401: errorResponse, 404: errorResponse },
      },
    },
    async (request) => {
      const reference = { kind: 'id', orderId: request.params.id } as const;
      const order = await orders.order(principal(request), reference);
      return { order: encodeOrder(order), ...asOf() };
    },
  );
}

function addEntryRoutes(app: RouteApp, { orders, principal, now }: PrivateContext): void {
  app.post(
    '/v1/orders',
    {
      schema: {
        tags,
        summary: 'Places an order',
        security: BEARER,
        body: wireOrderRequest,
        response: { 200: orderUpdateResponse, ...refusals },
      },
    },
    async (request, reply) => {
      const arrivedMs = performance.now() - reply.elapsedTime;
      const who = principal(request);
      const wanted = decodeOrderRequest(request.body, { nowMs: now() });
      return updateBody(await orders.place(who, { request: wanted, arrivedMs }));
    },
  );

  app.patch(
    '/v1/orders/:id',
    {
      schema: {
        tags,
        summary: 'Changes price or size of an open order',
        security: BEARER,
        params,
        body: modifyOrderRequest,
        response: { 200: orderUpdateResponse, ...refusals },
      },
    },
    async (request) => {
      const answer = await orders.modify(principal(request), {
        reference: { kind: 'id', orderId: request.params.id },
        read: (market) => decodeOrderChange(request.body, market),
      });
      return updateBody(answer);
    },
  );

  addCancelRoutes(app, { orders, principal });
}

function addCancelRoutes(
  app: RouteApp,
  { orders, principal }: Pick<PrivateContext, 'orders' | 'principal'>,
): void {
  app.delete(
    '/v1/orders/:id',
    {
      schema: {
        tags,
        summary: 'Cancels an order',
        security: BEARER,
        params,
        response: { 200: orderUpdateResponse, ...refusals },
      },
    },
    async (request) => {
      const reference = { kind: 'id', orderId: request.params.id } as const;
      return updateBody(await orders.cancel(principal(request), reference));
    },
  );

  app.delete(
    '/v1/orders',
    {
      schema: {
        tags,
        summary: 'Cancels all open orders, or those of one market',
        security: BEARER,
        querystring: cancelAllQuery,
        response: { 200: canceledOrdersResponse, ...refusals },
      },
    },
    async (request) => {
      const { symbol = null } = request.query;
      const answer = await orders.cancelAll(principal(request), symbol);
      const { seq, timestampMs } = answer;
      return { orders: answer.orders.map(encodeOrder), seq, timestamp: timestampMs };
    },
  );
}

type OrderPageRequest = {
  readonly principal: Principal;
  readonly status: 'open' | 'closed' | 'all';
  readonly symbol?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

const DONE = ['filled', 'canceled', 'expired', 'rejected'];

/** Open orders are known here; what is over, the store keeps. */
async function orderPage(
  { reads, accounts, history }: Pick<PrivateContext, 'reads' | 'accounts' | 'history'>,
  { principal, status, symbol, cursor, limit }: OrderPageRequest,
) {
  const wanted = symbol === undefined ? null : marketOf(symbol).symbol;
  const before = readCursor(cursor);
  const { value: account, seq } = await reads.accountOf(principal);
  const found = account === null ? [] : await ordersOf(account);
  return { ...pageOf(found, { limit, numberOf: ({ orderId }: Order) => orderId }), seq };

  async function ordersOf(owner: number): Promise<readonly Order[]> {
    if (status === 'open') {
      const open = accounts.openOrders(owner).toReversed();
      return open.filter(
        (order) =>
          (wanted === null || order.symbol === wanted) &&
          (before === null || order.orderId < before),
      );
    }
    return await history.orders({
      account: owner,
      market: wanted === null ? null : (findMarket(wanted)?.id ?? null),
      statuses: status === 'closed' ? DONE : null,
      before,
      limit: limit + 1,
    });
  }
}

function updateBody({ update, refusal, seq, timestampMs }: OrderAnswer) {
  if (refusal !== null) throw refusal;
  return { ...encodeOrderUpdate(update), seq, timestamp: timestampMs };
}
