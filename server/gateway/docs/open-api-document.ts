import { rpcSchemas } from '#lib/protocol/rpc/rpc-schemas.ts';
import { exampleOf } from './example-of.ts';
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts';

type Content = Readonly<Record<string, { schema?: JsonSchema; example?: unknown }>>;

export type OpenApiOperation = {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: JsonSchema;
  }[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>;
};

export type OpenApiDocument = {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
};

const JSON_TYPE = 'application/json';

/**
 * The OpenAPI document of the routes, with an example of every body, and with the methods of JSON-RPC,
 * which are no routes of their own.
 */
export function openApiDocument(routes: object): OpenApiDocument {
  const document = readDocument(routes);
  const paths = Object.entries(document.paths).map(([path, operations]) => {
    const exemplified = Object.entries(operations).map(([method, operation]) => [
      method,
      withExamples(operation),
    ]);
    return [path, Object.fromEntries(exemplified)];
  });
  return {
    ...document,
    paths: {
      ...Object.fromEntries(paths),
      '/rpc': { post: rpcOperation('plain') },
      '/snake/rpc': { post: rpcOperation('snake') },
    },
  };
}

/** Plain data, of which nothing else than the types above say is relied on. */
function readDocument(routes: object): OpenApiDocument {
  return JSON.parse(JSON.stringify(routes));
}

function withExamples(operation: OpenApiOperation): OpenApiOperation {
  const { requestBody, responses = {} } = operation;
  const answers = Object.entries(responses).map(([status, response]) => [
    status,
    status === '200' ? withExample(response) : response,
  ]);
  return {
    ...operation,
    ...(requestBody === undefined ? {} : { requestBody: withExample(requestBody) }),
    responses: Object.fromEntries(answers),
  };
}

function withExample<Body extends { readonly content?: Content }>(body: Body): Body {
  const schema = body.content?.[JSON_TYPE]?.schema;
  if (schema === undefined) return body;
  return {
    ...body,
    content: { ...body.content, [JSON_TYPE]: { schema, example: exampleOf(schema) } },
  };
}

/** JSON-RPC 2.0: a request of any method, or a batch of them. */
function rpcOperation(dialect: 'plain' | 'snake'): OpenApiOperation {
  const methods = Object.entries(rpcSchemas);
  const requests = methods.map(([method, { params }]) => ({
    title: method,
    type: 'object',
    required: ['jsonrpc', 'method', 'id'],
    properties: {
      jsonrpc: { const: '2.0' },
      method: { const: method },
      params: jsonSchemaOf(params, 'input'),
      id: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
    },
  }));
  const results = methods.map(([method, { result, snake = result }]) => ({
    title: method,
    type: 'object',
    required: ['jsonrpc', 'result', 'id'],
    properties: {
      jsonrpc: { const: '2.0' },
      result: jsonSchemaOf(dialect === 'snake' ? snake : result, 'output'),
      id: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
    },
  }));
  return {
    tags: ['JSON-RPC'],
    summary:
      dialect === 'snake'
        ? 'JSON-RPC 2.0 with snake_case members'
        : 'JSON-RPC 2.0, one request or a batch',
    requestBody: { content: contentOf(requests) },
    responses: { 200: { content: contentOf(results) } },
  };
}

function contentOf(schemas: readonly JsonSchema[]): Content {
  return { [JSON_TYPE]: { schema: { oneOf: schemas }, example: exampleOf(schemas[0] ?? {}) } };
}
