import * as z from 'zod/mini';
import { flagField, textField } from '#lib/protocol/fields.ts';
import { readinessResponse } from '#lib/protocol/rest/readiness.ts';
import type { RouteApp } from './http-server.ts';
import type { RouteContext } from './route-context.ts';

const healthResponse = z.object({ alive: flagField, version: textField(64) });
const tags = ['operations'];

/** What operators look at: `/healthz`, `/readyz` and `/metrics`. */
export function addOperationsRoutes(app: RouteApp, context: RouteContext): void {
  const { identity, readiness, metrics } = context;
  app.get(
    '/healthz',
    { schema: { tags, summary: 'The process is alive', response: { 200: healthResponse } } },
    () => ({ alive: true, version: identity.version }),
  );

  app.get(
    '/readyz',
    {
      schema: {
        tags,
        summary:
          'The exchange can serve: 503 when a check does not hold that trading needs, which is all but `history`',
        response: { 200: readinessResponse, 503: readinessResponse },
      },
    },
    async (_request, reply) => {
      const state = readiness();
      return await reply.code(state.ready ? 200 : 503).send(state);
    },
  );

  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    return await reply.type(metrics.contentType).send(await metrics.text());
  });
}
