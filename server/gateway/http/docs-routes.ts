import { asyncApiDocument } from '../docs/async-api-document.ts';
import { DOCS_POLICY, docsPage } from '../docs/docs-page.ts';
import { openApiDocument } from '../docs/open-api-document.ts';
import type { RouteApp } from './http-server.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** What describes the interface: `/openapi.json`, `/asyncapi.json` and, for people, `/docs`. */
export function addDocsRoutes(app: RouteApp, version: string): void {
  // They cannot change while the process runs; the routes are all there when the first one is asked for.
  const documents = once(() => {
    const openApi = openApiDocument(app.swagger());
    const asyncApi = asyncApiDocument(version);
    return {
      openApi: JSON.stringify(openApi),
      asyncApi: JSON.stringify(asyncApi),
      page: docsPage({ openApi, asyncApi }),
    };
  });

  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    return await reply.type(JSON_TYPE).serializer(String).send(documents().openApi);
  });

  app.get('/asyncapi.json', { schema: { hide: true } }, async (_request, reply) => {
    return await reply.type(JSON_TYPE).serializer(String).send(documents().asyncApi);
  });

  app.get('/docs', { schema: { hide: true } }, async (_request, reply) => {
    return await reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', DOCS_POLICY)
      .serializer(String)
      .send(documents().page);
  });
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
