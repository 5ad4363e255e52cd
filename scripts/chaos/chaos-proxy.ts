import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** What happens to requests: passed on, lost on one of both ways, refused, late, or never answered. */
export const RPC_TROUBLES = ['cut-before', 'cut-after', 'error', 'limit', 'late', 'hang'] as const;
export type RpcTrouble = (typeof RPC_TROUBLES)[number];

export type ChaosProxy = {
  readonly rpcUrl: string;
  /** From now on requests meet this trouble, each with this probability; `null` = none does. */
  trouble(kind: RpcTrouble | null, probability?: number): void;
  /** From now on it is in front of that node. */
  turnTo(rpcUrl: string): void;
  stop(): Promise<void>;
};

const LATE_MS = 300;

/**
 * A JSON-RPC server in front of a node, which fails as networks and providers do.
 *
 * @param target Address of the node.
 * @param chance Whether something of this probability happens now.
 */
export async function startChaosProxy(
  target: string,
  chance: (probability: number) => boolean,
): Promise<ChaosProxy> {
  let node = target;
  let present: { readonly kind: RpcTrouble; readonly probability: number } | null = null;
  const hanging = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    const met = present !== null && chance(present.probability) ? present.kind : null;
    response.setHeader('content-type', 'application/json');
    switch (met) {
      case 'cut-before':
        return void response.destroy();
      case 'hang':
        hanging.add(response);
        return;
      case 'cut-after':
        await forward(node, text);
        return void response.destroy();
      case 'error':
        return void response.end(refusal(text, { code: -32_603, message: 'Internal error' }));
      case 'limit':
        response.statusCode = 429;
        return void response.end(refusal(text, { code: -32_005, message: 'limit exceeded' }));
      case 'late':
        await delay(LATE_MS);
        break;
      default:
    }
    response.end(await forward(node, text));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    rpcUrl: `http://127.0.0.1:${address.port}`,
    trouble(kind, probability = 1) {
      present = kind === null ? null : { kind, probability };
      for (const response of hanging) response.destroy();
      hanging.clear();
    },
    turnTo(rpcUrl) {
      node = rpcUrl;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** The same refusal for every call of a body. */
function refusal(text: string, error: { readonly code: number; readonly message: string }): string {
  const parsed: { id: unknown } | { id: unknown }[] = JSON.parse(text);
  const refused = [parsed].flat().map(({ id }) => ({ jsonrpc: '2.0', id, error }));
  return JSON.stringify(Array.isArray(parsed) ? refused : refused[0]);
}

async function forward(target: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  return await (await fetch(target, { method: 'POST', headers, body })).text();
}
