import {
  encodeOraclePrice,
  encodePriceSource,
  oraclePricesResponse,
} from '#lib/protocol/rest/oracle-prices.ts';
import type { RouteApp } from './http-server.ts';
import type { RouteContext } from './route-context.ts';

/** `/v1/oracle/prices`. */
export function addOracleRoutes(app: RouteApp, { oracle, asOf }: RouteContext): void {
  app.get(
    '/v1/oracle/prices',
    {
      schema: {
        tags: ['oracle'],
        summary: 'Aggregate prices and the sources they come from',
        response: { 200: oraclePricesResponse },
      },
    },
    () => {
      const sources = oracle.sources();
      return {
        prices: oracle.prices().map((price) => encodeOraclePrice(price, sources)),
        sources: sources.map(encodePriceSource),
        ...asOf(),
      };
    },
  );
}
