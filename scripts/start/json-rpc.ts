/**
 * Asks a chain over JSON-RPC.
 *
 * @throws Error when it does not answer, answers with an error, or the signal is aborted.
 */
export async function jsonRpc(
  rpcUrl: string,
  { method, params = [], signal }: JsonRpcRequest,
): Promise<unknown> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: signal ?? null,
  });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'result' in answer) return answer.result;
  throw new Error(`${method} failed: ${JSON.stringify(answer)}`);
}

type JsonRpcRequest = {
  readonly method: string;
  readonly params?: readonly unknown[];
  readonly signal?: AbortSignal;
};
