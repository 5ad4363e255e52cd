import { parseJson } from '#lib/protocol/exact-json.ts';
import {
  type ClientFrame,
  decodeClientFrame,
  requestIdOf,
} from '#lib/protocol/frames/client-frame.ts';
import { streamRequestOf } from '#lib/protocol/rpc/stream-names.ts';
import type { RequestClass } from '../account-limiter.ts';

/** A message that was read: JSON-RPC, or a frame of the native dialect. */
export type ReadMessage =
  | { readonly kind: 'rpc'; readonly value: unknown }
  | { readonly kind: 'native'; readonly frame: ClientFrame };

/** What a text holds, or why it holds nothing that could be done. */
type ReadText = { readonly requestId: string | undefined } & (
  | { readonly message: ReadMessage }
  | { readonly message: null; readonly error: unknown }
);

/** Reads a text that came in a frame; the request id as far as there is one. */
export function readText(text: string, maxDepth: number): ReadText {
  let value: unknown;
  try {
    value = parseJson(text, { maxDepth });
    return { message: readMessage(value), requestId: requestIdOf(value) };
  } catch (error) {
    return { message: null, error, requestId: requestIdOf(value) };
  }
}

/** JSON-RPC says so itself, but for some clients; a list can only be a batch of it. */
function readMessage(value: unknown): ReadMessage {
  const request = streamRequestOf(value);
  if (request !== null) return { kind: 'rpc', value: request };
  const isRpc =
    Array.isArray(value) || (typeof value === 'object' && value !== null && 'jsonrpc' in value);
  return isRpc ? { kind: 'rpc', value } : { kind: 'native', frame: decodeClientFrame(value) };
}

/** Whether a message changes who the client is. */
export function authenticates(message: ReadMessage): boolean {
  if (message.kind === 'native') return message.frame.type === 'auth';
  const requests: readonly unknown[] = Array.isArray(message.value)
    ? message.value
    : [message.value];
  return requests.some(
    (request) =>
      typeof request === 'object' &&
      request !== null &&
      'method' in request &&
      request.method === 'authenticate',
  );
}

/** Which bucket of its account a frame is counted in. */
export function classOf({ type }: ClientFrame): RequestClass {
  if (type === 'place_order' || type === 'modify_order') return 'order';
  return type === 'cancel_order' || type === 'cancel_all' ? 'cancel' : 'other';
}
