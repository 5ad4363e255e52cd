import * as z from 'zod/mini';
import { type Market, markets } from '#lib/domain/market.ts';
import { symbolField } from '#lib/protocol/fields.ts';
import { marketOf } from '#lib/protocol/market-of.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { candlesQuery, candlesResponse } from '#lib/protocol/rest/candles.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { encodeMarket } from '#lib/protocol/rest/market.ts';
import { marketResponse, marketsResponse } from '#lib/protocol/rest/markets-response.ts';
import { tickerResponse } from '#lib/protocol/rest/ticker-response.ts';
import { encodeTicker } from '#lib/protocol/wire-ticker.ts';
import { candlePage } from './candle-page.ts';
import type { RouteApp } from './http-server.ts';
import type { RouteContext } from './route-context.ts';

const params = z.object({ symbol: symbolField });
const tags = ['markets'];

/** `/v1/markets` and what is below it. */
export function addMarketRoutes(app: RouteApp, { feed, asOf }: RouteContext): void {
  const summary = (market: Market) => encodeMarket({ market, ticker: feed.ticker(market.symbol) });

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
