import fastifySwagger from '@fastify/swagger';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { createJsonSchemaTransform, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { ZodMiniType } from 'zod/mini';
import { errors } from '#lib/protocol/errors.ts';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { encodeErrorResponse } from '#lib/protocol/rest/error-response.ts';
import { REST_PATHS_TO_COME } from '#lib/protocol/rest/paths-to-come.ts';
import { validate } from '#lib/protocol/validate.ts';
import { writeJson } from '#lib/protocol/write-json.ts';
import type { ClientAddress } from '../client-address.ts';
import type { OriginPolicy } from '../origin-policy.ts';
import { refuseClientError } from '../refuse-client-error.ts';
import { codedError } from './coded-error.ts';
import type { HttpIdentities } from './http-identities.ts';
import { requestClassOf } from './request-class.ts';
import { createRouteTable } from './route-table.ts';

export type HttpServerOptions = {
  readonly version: string;
  readonly payloadBytes: number;
  readonly requestMs: number;
  /** How often requests that take too long are looked for. */
  readonly checkMs: number;
  readonly jsonDepth: number;
  readonly clientAddress: ClientAddress;
  readonly originAllowed: OriginPolicy;
  readonly identities: HttpIdentities;
  readonly onAnswer: (answer: {
    route: string;
    method: string;
    status: number;
    seconds: number;
  }) => void;
  /** An error that is ours, not the client's. */
  readonly onFailure: (error: unknown) => void;
};

/** How a client of HTTP shows who it is. */
const SECURITY_SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'A session token, or <apiKey>:<apiSecret>',
  },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: '<apiKey>:<apiSecret>' },
} as const;

/** Probes of an orchestrator, which must not be told to slow down. */
const UNLIMITED = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * The HTTP server without its routes: exact JSON in and out, coded errors for everything that can go
 * wrong, rate limit, origins, metrics and the OpenAPI document.
 */
export function createHttpServer(options: HttpServerOptions) {
  const app = Fastify({
    bodyLimit: options.payloadBytes,
    requestTimeout: options.requestMs,
    http: {
      // Node swaps this with the timeout of the whole request where it is the longer one.
      headersTimeout: options.requestMs,
      connectionsCheckingInterval: options.checkMs,
      // Node would answer without a code.
      requireHostHeader: false,
    },
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { ignoreTrailingSlash: true },
    clientErrorHandler: refuseClientError,
    frameworkErrors: (error, _request, reply) => {
      sendError(reply, codedError(error));
    },
  }).withTypeProvider<ZodTypeProvider>();

  const routes = createRouteTable();
  const routesToCome = createRouteTable();
  for (const path of REST_PATHS_TO_COME) routesToCome.add('GET', path);
  app.addHook('onRoute', ({ method, url }) => routes.add(method, url));
  app.setValidatorCompiler(({ schema }) => (data) => ({ value: validated(schema, data) }));
  app.setSerializerCompiler(() => (data) => writeJson(data));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    // Many clients name the type of a body that they do not send.
    if (request.method === 'DELETE' && body === '') return done(null, undefined);
    try {
      done(null, parseJson(body.toString(), { maxDepth: options.jsonDepth }));
    } catch (error) {
      done(codedError(error instanceof Error ? error : new Error(String(error))));
    }
  });
  app.setErrorHandler((error: Error, _request, reply) => {
    const coded = codedError(error);
    if (errors[coded.code].httpStatus === 500) options.onFailure(coded.cause ?? coded);
    return sendError(reply, coded);
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = routes.methodsOf(request.url);
    if (allowed.length === 0) {
      const isToCome = routesToCome.methodsOf(request.url).length > 0;
      throw new ProtocolError(isToCome ? 'gateway/not-available' : 'gateway/not-found');
    }
    reply.header('allow', allowed.join(', '));
    throw new ProtocolError('gateway/method-not-allowed', { facts: { allowed } });
  });
  addPolicies(app, options);
  app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lux Exchange',
        description:
          'Spot trading on Lux Exchange. Numbers carry their exact decimal text. What streams is described at /asyncapi.json.',
        version: options.version,
      },
      components: { securitySchemes: SECURITY_SCHEMES },
    },
    transform: createJsonSchemaTransform({}),
  });
  return app;
}

/** The fastify instance that routes are added to. */
export type RouteApp = ReturnType<typeof createHttpServer>;

/** Sends a coded error as its HTTP status and body. */
function sendError(reply: FastifyReply, error: ProtocolError): FastifyReply {
  const wait = error.facts?.retry_after_ms;
  if (typeof wait === 'number') reply.header('retry-after', String(Math.ceil(wait / 1_000)));
  return reply
    .code(errors[error.code].httpStatus)
    .header('content-type', 'application/json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(encodeErrorResponse(error));
}

function validated(schema: unknown, data: unknown): unknown {
  if (!(schema instanceof ZodMiniType)) throw new TypeError('a route has a schema that is not zod');
  return validate(schema, data);
}

/** What every answer says of itself. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'cross-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  vary: 'Origin',
} as const;

function addPolicies(app: FastifyInstance, options: HttpServerOptions): void {
  const { clientAddress, originAllowed, identities, onAnswer } = options;
  // Goes on at once for whoever has shown nothing that would have to be looked up.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(HEADERS);
    const { host, origin } = request.headers;
    if (host === undefined && request.raw.httpVersion === '1.1') {
      const detail = 'The Host header is missing.';
      return done(new ProtocolError('gateway/malformed-http', { detail }));
    }
    if (!originAllowed(origin)) return done(new ProtocolError('gateway/origin-not-allowed'));
    if (origin !== undefined) allowOrigin(reply, origin);
    if (isPreflight(request)) {
      reply.code(204).send();
      return;
    }
    const { url: route = '' } = request.routeOptions;
    if (UNLIMITED.has(route)) return done();
    const client = clientOf(request, clientAddress);
    const kind = requestClassOf(request.method, route);
    const goOn = (waitMs: number) => {
      if (waitMs === 0) return done();
      const facts = { retry_after_ms: waitMs };
      done(new ProtocolError('gateway/rate-limited', { facts }));
    };
    const waitMs = identities.admit(request, { client, kind });
    if (typeof waitMs === 'number') goOn(waitMs);
    else waitMs.then(goOn, done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    onAnswer({
      route: request.routeOptions.url ?? 'unmatched',
      method: request.method,
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1_000,
    });
    done();
  });
}

/** The client that a request's limits are counted for. */
export function clientOf(request: FastifyRequest, clientAddress: ClientAddress): string {
  return clientAddress(request.raw.socket.remoteAddress, request.headers['x-forwarded-for']);
}

function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

function allowOrigin(reply: FastifyReply, origin: string): void {
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
    'access-control-allow-headers': 'Content-Type, Authorization, X-API-Key',
    'access-control-expose-headers': 'Retry-After, Allow, X-Next-Cursor',
    'access-control-max-age': '600',
  });
}
