import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { readStreamName, streamNamesParams } from '#lib/protocol/rpc/stream-names.ts';
import { type SubscriptionResult, subscriptionParams } from '#lib/protocol/rpc/subscription.ts';
import { validate } from '#lib/protocol/validate.ts';
import type { RpcCaller, RpcHandler } from './rpc-handler.ts';

/**
 * What is pushed to clients of JSON-RPC: `subscribe` and `unsubscribe` by channel and symbol,
 * `SUBSCRIBE` and `UNSUBSCRIBE` by the names of streams.
 */
export function subscriptionMethods() {
  return {
    subscribe: (params, caller) => change('subscribe', { params, caller }),
    unsubscribe: (params, caller) => change('unsubscribe', { params, caller }),
    SUBSCRIBE: (params, caller) => changeStreams('subscribe', { params, caller }),
    UNSUBSCRIBE: (params, caller) => changeStreams('unsubscribe', { params, caller }),
  } satisfies Record<string, RpcHandler>;
}

async function change(
  method: 'subscribe' | 'unsubscribe',
  { params, caller }: { params: unknown; caller: RpcCaller },
): Promise<SubscriptionResult> {
  const { channel, symbol } = validate(subscriptionParams, params);
  const { subscriptions } = caller;
  if (subscriptions === null) throw new ProtocolError('gateway/socket-only');
  const symbols = symbol === undefined ? {} : { symbols: [symbol] };
  const [request] = await subscriptions[method]([{ channel, form: 'flat', ...symbols }]);
  return request ?? { channel, symbols: [] };
}

async function changeStreams(
  method: 'subscribe' | 'unsubscribe',
  { params, caller }: { params: unknown; caller: RpcCaller },
): Promise<null> {
  const named = validate(streamNamesParams, params).map(readStreamName);
  const { subscriptions } = caller;
  if (subscriptions === null) throw new ProtocolError('gateway/socket-only');
  const targets = named.map(({ channel, symbol, name }) => ({
    channel,
    symbols: [symbol],
    form: 'stream' as const,
    spelled: name,
  }));
  await subscriptions[method](targets);
  return null;
}
