import * as z from 'zod/mini';
import { textField } from '../fields.ts';
import { wireNumber } from '../wire-number.ts';

/** A JSON-RPC 2.0 request; without `id` it is a notification and gets no answer. */
export const rpcRequest = z.object({
  jsonrpc: z.literal('2.0', { error: 'expected "2.0"' }),
  method: textField(128),
  params: z.optional(
    z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())], {
      error: 'expected an object or a list',
    }),
  ),
  id: z.optional(
    z.union([textField(128), wireNumber, z.null()], { error: 'expected a text, a number or null' }),
  ),
});

export type RpcRequest = z.output<typeof rpcRequest>;

export type RpcId = Exclude<RpcRequest['id'], undefined>;
