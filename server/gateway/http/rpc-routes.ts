import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { rpcError } from '#lib/protocol/rpc/response.ts';
import type { RequestClass } from '../account-limiter.ts';
import type { ClientAddress } from '../client-address.ts';
import type { RpcAnswer } from '../rpc/rpc-dispatcher.ts';
import type { RpcDialect } from '../rpc/rpc-handler.ts';
import { codedError } from './coded-error.ts';
import { clientOf, type RouteApp } from './http-server.ts';
import type { RouteContext } from './route-context.ts';

type RpcRouteContext = Pick<RouteContext, 'rpc' | 'jsonDepth' | 'throttle' | 'identities'> & {
  readonly clientAddress: ClientAddress;
};

/** `/rpc` and `/snake/rpc`: JSON-RPC 2.0, whose errors travel in answers of status 200. */
export function addRpcRoutes(app: RouteApp, context: RpcRouteContext): void {
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    // The text is parsed in the handler, where a syntax error can still become a JSON-RPC answer.
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'string' },
      (_request, body, parsed) => parsed(null, body),
    );
    for (const [path, dialect] of PATHS) {
      scope.post(path, { schema: { hide: true } }, (request, reply) => {
        const arrivedMs = performance.now() - reply.elapsedTime;
        const answer = answerRequest(request, { context, dialect, arrivedMs });
        // Most are there at once: waiting for those as well would cost as much as finding them.
        if (!(answer instanceof Promise)) return sendAnswer(reply, answer);
        return answer.then((found) => sendAnswer(reply, found));
      });
    }
    done();
  });
}

const PATHS: readonly (readonly [string, RpcDialect])[] = [
  ['/rpc', 'plain'],
  ['/snake/rpc', 'snake'],
];

function sendAnswer(reply: FastifyReply, answer: string | null): FastifyReply {
  if (answer === null) return reply.code(204).send();
  return reply.header('content-type', 'application/json; charset=utf-8').send(answer);
}

function answerRequest(
  request: FastifyRequest,
  {
    context,
    dialect,
    arrivedMs,
  }: { context: RpcRouteContext; dialect: RpcDialect; arrivedMs: number },
): RpcAnswer {
  const { rpc, identities } = context;
  const read = readBody(request, context);
  // What cannot be read counts as well: who sent it had to be found out.
  const costs = 'message' in read ? rpc.costs(read.message) : ONE_REQUEST;
  const waitMs = waitFor(request, { context, costs });
  // Outside the try: over HTTP the rate limit is told by status 429, to batches too.
  if (waitMs > 0) {
    throw new ProtocolError('gateway/rate-limited', { facts: { retry_after_ms: waitMs } });
  }
  if ('error' in read) return rpcError(null, read.error);
  const identity = identities.caller(request);
  return rpc.answer(read.message, { dialect, identity, arrivedMs, subscriptions: null });
}

const ONE_REQUEST: ReadonlyMap<RequestClass, number> = new Map([['other', 1]]);

function readBody(
  { body }: FastifyRequest,
  { jsonDepth }: RpcRouteContext,
): { readonly message: unknown } | { readonly error: ProtocolError } {
  try {
    return { message: parseJson(typeof body === 'string' ? body : '', { maxDepth: jsonDepth }) };
  } catch (error) {
    return { error: codedError(error instanceof Error ? error : new Error(String(error))) };
  }
}

function waitFor(
  request: FastifyRequest,
  { context, costs }: { context: RpcRouteContext; costs: ReadonlyMap<RequestClass, number> },
): number {
  const { identities, throttle, clientAddress } = context;
  const principal = identities.find(request);
  const client = clientOf(request, clientAddress);
  if (principal !== null)
    return throttle.takeAccount({ address: principal.address, client }, costs);
  // The request itself has been counted already.
  let total = 0;
  for (const cost of costs.values()) total += cost;
  return total > 1 ? throttle.takeClient(client, total - 1) : 0;
}
