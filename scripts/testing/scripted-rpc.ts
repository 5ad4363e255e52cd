import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What a scripted node does with a call. */
export type RpcReply =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: unknown } }
  /** A proxy in front of the node answers. */
  | { readonly status: number }
  /** No answer comes. */
  | 'silence'
  | 'break';

export type ScriptedRpc = {
  readonly url: string;
  /** Methods in the order in which they were called. */
  readonly calls: string[];
  stop(): Promise<void>;
};

/** A JSON-RPC server of which a test says what it answers. */
export async function startScriptedRpc(
  reply: (method: string, params: readonly unknown[]) => RpcReply | Promise<RpcReply>,
): Promise<ScriptedRpc> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { id, method, params = [] } = JSON.parse(Buffer.concat(chunks).toString());
    calls.push(method);
    const said = await reply(method, params);
    if (said === 'silence') return;
    if (said === 'break') return void response.destroy();
    if ('status' in said) return void response.writeHead(said.status).end('<html></html>');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ jsonrpc: '2.0', id, ...said }));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
