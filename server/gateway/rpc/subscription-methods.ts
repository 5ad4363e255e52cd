import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { type SubscriptionResult, subscriptionParams } from '#lib/protocol/rpc/subscription.ts';
import { validate } from '#lib/protocol/validate.ts';
import type { RpcCaller, RpcHandler } from './rpc-handler.ts';

/** `subscribe` and `unsubscribe`: what is pushed to clients of JSON-RPC. */
export function subscriptionMethods() {
  return {
    subscribe: (params, caller) => change('subscribe', { params, caller }),
    unsubscribe: (params, caller) => change('unsubscribe', { params, caller }),
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
