import type { FastifyRequest } from 'fastify';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { type RpcResponse, rpcError } from '#lib/protocol/rpc/response.ts';
import type { RequestClass } from '../account-limiter.ts';
import type { ClientAddress } from '../client-address.ts';
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
      scope.post(path, { schema: { hide: true } }, async (request, reply) => {
        const answer = await answerRequest(request, { context, dialect });
        if (answer === null) return await reply.code(204).send();
        return await reply
          .header('content-type', 'application/json; charset=utf-8')
          .send(JSON.stringify(answer));
      });
    }
    done();
  });
}

const PATHS: readonly (readonly [string, RpcDialect])[] = [
  ['/rpc', 'plain'],
  ['/snake/rpc', 'snake'],
];

async function answerRequest(
  request: FastifyRequest,
  { context, dialect }: { context: RpcRouteContext; dialect: RpcDialect },
): Promise<RpcResponse | readonly RpcResponse[] | null> {
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
  return await rpc.answer(read.message, { dialect, identity, subscriptions: null });
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
  if (principal !== null) return throttle.takeAccount(principal.address, costs);
  // The request itself has been counted already.
  const total = [...costs.values()].reduce((sum, cost) => sum + cost, 0);
  return total > 1 ? throttle.takeClient(clientOf(request, clientAddress), total - 1) : 0;
}
