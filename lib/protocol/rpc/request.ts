import * as z from 'zod/mini';
import { textField } from '../fields.ts';
import { wireNumber } from '../wire-number.ts';

const MAX_METHOD_CHARS = 128;
const MAX_ID_CHARS = 128;

/** A JSON-RPC 2.0 request; without `id` it is a notification and gets no answer. */
export const rpcRequest = z.object({
  jsonrpc: z.literal('2.0', { error: 'expected "2.0"' }),
  method: textField(MAX_METHOD_CHARS),
  // What takes none is called with null by some clients.
  params: z.nullish(
    z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())], {
      error: 'expected an object or a list',
    }),
  ),
  id: z.optional(
    z.union([textField(MAX_ID_CHARS), wireNumber, z.null()], {
      error: 'expected a text, a number or null',
    }),
  ),
});

export type RpcRequest = z.output<typeof rpcRequest>;

export type RpcId = Exclude<RpcRequest['id'], undefined>;

/**
 * Whether a message is a request, by a look that costs a fraction of the schema. It knows those that
 * are sent every day: of what it does not know the schema says whether it is one, and why it is none.
 */
export function isPlainRequest(message: unknown): message is RpcRequest {
  if (typeof message !== 'object' || message === null || !('jsonrpc' in message)) return false;
  const { jsonrpc, method, params, id } = message as Partial<Record<keyof RpcRequest, unknown>>;
  return (
    jsonrpc === '2.0' &&
    typeof method === 'string' &&
    method.length <= MAX_METHOD_CHARS &&
    (params === undefined || isMembers(params)) &&
    (id === undefined || (typeof id === 'string' ? id.length <= MAX_ID_CHARS : isSafe(id)))
  );
}

function isMembers(params: unknown): boolean {
  return (
    typeof params === 'object' &&
    params !== null &&
    Object.getPrototypeOf(params) === Object.prototype
  );
}

function isSafe(id: unknown): boolean {
  return typeof id === 'number' && Number.isSafeInteger(id);
}
