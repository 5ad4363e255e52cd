import { parseJson } from '#lib/protocol/exact-json.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { type RpcResponse, rpcError } from '#lib/protocol/rpc/response.ts';
import type { ClientAddress } from '../client-address.ts';
import type { RpcDialect } from '../rpc-dispatcher.ts';
import { codedError } from './coded-error.ts';
import { clientOf, type RouteApp } from './http-server.ts';
import type { RouteContext } from './route-context.ts';

type RpcRouteContext = Pick<RouteContext, 'rpc' | 'jsonDepth' | 'takeExtra'> & {
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
        const text = typeof request.body === 'string' ? request.body : '';
        const client = clientOf(request, context.clientAddress);
        const answer = answerText(text, { context, dialect, client });
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

function answerText(
  text: string,
  {
    context: { rpc, jsonDepth, takeExtra },
    dialect,
    client,
  }: { context: RpcRouteContext; dialect: RpcDialect; client: string },
): RpcResponse | readonly RpcResponse[] | null {
  let message: unknown;
  try {
    message = parseJson(text, { maxDepth: jsonDepth });
  } catch (error) {
    return rpcError(null, codedError(error instanceof Error ? error : new Error(String(error))));
  }
  const waitMs = takeExtra(client, rpc.cost(message) - 1);
  // Outside the try: over HTTP the rate limit is told by status 429, to batches too.
  if (waitMs > 0) {
    throw new ProtocolError('gateway/rate-limited', { facts: { retry_after_ms: waitMs } });
  }
  return rpc.answer(message, { dialect, subscriptions: null });
}
