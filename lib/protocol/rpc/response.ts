import { errors } from '../errors.ts';
import type { ProtocolError } from '../protocol-error.ts';
import type { RpcId } from './request.ts';

/** A JSON-RPC 2.0 answer: `result` or `error`, never both. */
export type RpcResponse =
  | { readonly jsonrpc: '2.0'; readonly id: RpcId; readonly result: unknown }
  | {
      readonly jsonrpc: '2.0';
      readonly id: RpcId;
      readonly error: {
        readonly code: number;
        readonly message: string;
        /** The code of the error table and its facts. */
        readonly data: Readonly<Record<string, unknown>>;
      };
    };

/** The answer to a request that succeeded; it carries no `error` member. */
export function rpcResult(id: RpcId, result: unknown): RpcResponse {
  return { jsonrpc: '2.0', id, result };
}

/** The answer to a request that failed: the table's JSON-RPC code, and in `data` code and facts. */
export function rpcError(id: RpcId, error: ProtocolError): RpcResponse {
  const { code, message, facts } = error;
  return {
    jsonrpc: '2.0',
    id,
    error: { code: errors[code].jsonRpcCode, message, data: { code, ...facts } },
  };
}
