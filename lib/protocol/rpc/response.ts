import { errors } from '../errors.ts';
import type { ProtocolError } from '../protocol-error.ts';
import type { RpcId } from './request.ts';

/**
 * The JSON-RPC 2.0 answer to a request that succeeded, as its text; it carries no `error` member.
 *
 * @param result - as JSON
 */
export function rpcResponse(id: RpcId, result: string): string {
  return `{"jsonrpc":"2.0","id":${idText(id)},"result":${result}}`;
}

/**
 * The answer to a request that failed, as its text: the table's JSON-RPC code, and in `data` code and
 * facts.
 */
export function rpcError(id: RpcId, { code, message, facts }: ProtocolError): string {
  const { jsonRpcCode } = errors[code];
  const error = { code: jsonRpcCode, message, data: { code, ...facts } };
  return `{"jsonrpc":"2.0","id":${idText(id)},"error":${JSON.stringify(error)}}`;
}

function idText(id: RpcId): string {
  return Number.isSafeInteger(id) ? String(id) : JSON.stringify(id);
}
