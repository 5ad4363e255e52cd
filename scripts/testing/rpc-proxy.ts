import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What a proxy does with a method: pass it on, answer itself, or be dead from then on. */
export type RpcVerdict =
  | 'pass'
  | { readonly answer: unknown }
  /** The connection breaks and the node never sees the request. */
  | 'cut-before'
  /** The node receives the request; the connection breaks before its answer is passed on. */
  | 'cut-after';

export type RpcProxy = {
  readonly rpcUrl: string;
  stop(): Promise<void>;
};

type RpcCall = { readonly id: unknown; readonly method: string };

/**
 * A JSON-RPC server in front of another one, which can fail as a network or a crash would. Once cut
 * it answers nothing any more.
 *
 * @param target Address of the node behind it.
 * @param judge Asked for each call, in order.
 */
export async function startRpcProxy(
  target: string,
  judge: (method: string) => RpcVerdict,
): Promise<RpcProxy> {
  let dead = false;
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request);
    if (dead) return void response.destroy();
    const calls = callsIn(text);
    const verdicts = calls.map(({ method }) => judge(method));
    if (verdicts.some((verdict) => verdict === 'cut-before' || verdict === 'cut-after')) {
      dead = true;
      if (verdicts.includes('cut-after')) await forward(target, text);
      return void response.destroy();
    }
    response.setHeader('content-type', 'application/json');
    const own = calls.flatMap(({ id }, index) => {
      const verdict = verdicts[index];
      return typeof verdict === 'object' ? [{ jsonrpc: '2.0', id, result: verdict.answer }] : [];
    });
    if (own.length === 0) return void response.end(await forward(target, text));
    if (own.length < calls.length) throw new Error('a batch is answered whole or passed on whole');
    response.end(JSON.stringify(text.startsWith('[') ? own : own[0]));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    rpcUrl: `http://127.0.0.1:${address.port}`,
    stop: async () => {
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

function callsIn(text: string): readonly RpcCall[] {
  const parsed: RpcCall | RpcCall[] = JSON.parse(text);
  return [parsed].flat();
}

async function forward(target: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  return await (await fetch(target, { method: 'POST', headers, body })).text();
}
