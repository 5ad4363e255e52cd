import * as z from 'zod/mini';
import { type Market, markets } from '#lib/domain/market.ts';
import { symbolField } from '#lib/protocol/fields.ts';
import { marketOf } from '#lib/protocol/market-of.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { candlesQuery, candlesResponse } from '#lib/protocol/rest/candles.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { encodeFeesResponse, feesResponse } from '#lib/protocol/rest/fees.ts';
import { encodeMarket } from '#lib/protocol/rest/market.ts';
import { marketResponse, marketsResponse } from '#lib/protocol/rest/markets-response.ts';
import {
  encodeOrderBookResponse,
  orderBookQuery,
  orderBookResponse,
} from '#lib/protocol/rest/order-book.ts';
import { tickerResponse } from '#lib/protocol/rest/ticker-response.ts';
import { tradesQuery, tradesResponse } from '#lib/protocol/rest/trades.ts';
import { encodeTicker } from '#lib/protocol/wire-ticker.ts';
import { encodeTrade, wireTrade } from '#lib/protocol/wire-trade.ts';
import { candlePage } from './candle-page.ts';
import { pageOf } from './cursor.ts';
import type { RouteApp } from './http-server.ts';
import type { RouteContext } from './route-context.ts';
import { sendList } from './send-list.ts';

const params = z.object({ symbol: symbolField });
const tags = ['markets'];

/** `/v1/markets` and what is below it. */
export function addMarketRoutes(app: RouteApp, context: RouteContext): void {
  const { feed, conditions, asOf } = context;
  const summary = (market: Market) =>
    encodeMarket({
      market,
      ticker: feed.ticker(market.symbol),
      condition: conditions.condition(market.symbol),
    });

  app.get(
    '/v1/markets',
    { schema: { tags, summary: 'All markets', response: { 200: marketsResponse } } },
    () => ({ markets: markets.map(summary), ...asOf() }),
  );

  app.get(
    '/v1/markets/:symbol',
    {
      schema: {
        tags,
        summary: 'One market',
        params,
        response: { 200: marketResponse, 404: errorResponse },
      },
    },
    (request) => ({ ...summary(marketOf(request.params.symbol)), ...asOf() }),
  );

  app.get(
    '/v1/markets/:symbol/ticker',
    {
      schema: {
        tags,
        summary: 'The trailing 24 hours of a market',
        params,
        response: { 200: tickerResponse, 404: errorResponse, 503: errorResponse },
      },
    },
    (request) => {
      const market = marketOf(request.params.symbol);
      const ticker = feed.ticker(market.symbol);
      if (ticker === null) {
        throw new ProtocolError('oracle/no-price', { facts: { symbol: market.symbol } });
      }
      return { ...encodeTicker(ticker), seq: asOf().seq };
    },
  );

  addCandleRoute(app, context);
  addBookRoutes(app, context);
  addTradeRoutes(app, context);

  app.get(
    '/v1/fees',
    { schema: { tags, summary: 'What fills cost, by tier', response: { 200: feesResponse } } },
    () => encodeFeesResponse(),
  );
}

function addCandleRoute(app: RouteApp, { feed, asOf }: RouteContext): void {
  app.get(
    '/v1/markets/:symbol/candles',
    {
      schema: {
        tags,
        summary: 'Candles of a market, the newest of the range first to be given',
        params,
        querystring: candlesQuery,
        response: { 200: candlesResponse, 400: errorResponse, 404: errorResponse },
      },
    },
    (request) => {
      const market = marketOf(request.params.symbol);
      const { interval } = request.query;
      const page = candlePage(feed, { ...request.query, market });
      return { symbol: market.symbol, interval, ...page, ...asOf() };
    },
  );
}

function addBookRoutes(app: RouteApp, { books, asOf }: RouteContext): void {
  app.get(
    '/v1/markets/:symbol/orderbook',
    {
      schema: {
        tags,
        summary: 'Both sides of a market’s book, the best level first',
        params,
        querystring: orderBookQuery,
        response: { 200: orderBookResponse, 400: errorResponse, 404: errorResponse },
      },
    },
    async (request) => {
      const market = marketOf(request.params.symbol);
      const { value, seq } = await books.book(market, request.query.depth);
      const { timestamp } = asOf();
      return encodeOrderBookResponse({ symbol: market.symbol, ...value }, { seq, timestamp });
    },
  );
}

function addTradeRoutes(app: RouteApp, { trades: newest, history, asOf }: RouteContext): void {
  app.get(
    '/v1/markets/:symbol/trades',
    {
      schema: {
        tags,
        summary: 'Trades of a market, the newest first; as CSV by Accept: text/csv',
        params,
        querystring: tradesQuery,
        response: { 200: tradesResponse, 400: errorResponse, 404: errorResponse },
      },
    },
    async (request, reply) => {
      const market = marketOf(request.params.symbol);
      const { limit, before = null } = request.query;
      const recent = before === null ? newest.recentTrades(market.symbol, limit + 1) : [];
      // A page of which memory holds more than is asked for need not be looked up.
      const found =
        recent.length > limit
          ? recent.toReversed()
          : await history.trades({ market: market.id, before, limit: limit + 1 });
      const { rows, nextCursor } = pageOf(found, { limit, numberOf: ({ tradeId }) => tradeId });
      const trades = rows.map(encodeTrade);
      const nextBefore = nextCursor === null ? null : Number(nextCursor);
      const body = { symbol: market.symbol, trades, next_before: nextBefore, ...asOf() };
      const columns = Object.keys(wireTrade.shape);
      return await sendList({ request, reply }, { body, rows: trades, columns, nextCursor });
    },
  );
}
