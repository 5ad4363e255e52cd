import { type Credentials, decodeCredentials } from '#lib/protocol/frames/auth.ts';
import { decodeOrderReference } from '#lib/protocol/frames/cancel-order.ts';
import { authenticateParams } from '#lib/protocol/rpc/authenticate.ts';
import { encodeCamelBalance } from '#lib/protocol/rpc/camel-balance.ts';
import {
  camelOrderIdParams,
  camelOrderParams,
  camelOrdersParams,
  decodeCamelOrder,
  encodeCamelOrder,
} from '#lib/protocol/rpc/camel-order.ts';
import { validate } from '#lib/protocol/validate.ts';
import type { RpcHandler } from './rpc-handler.ts';
import type { RpcServices } from './rpc-services.ts';

/** The camelCase methods about the caller's own account. */
export function camelMethods({ orders, reads, now }: RpcServices) {
  const authenticate: RpcHandler = async (params, { identity }) => {
    const credentials: Credentials = decodeCredentials(validate(authenticateParams, params));
    const { address, kind, agent, expiresMs } = await identity.authenticate(credentials);
    return { success: true, userId: address, kind, agent, expiresAt: expiresMs };
  };

  const place: RpcHandler = async (params, { identity, arrivedMs }) => {
    const principal = identity.principal();
    const request = decodeCamelOrder(validate(camelOrderParams, params), { nowMs: now() });
    const { update, refusal } = await orders.place(principal, { request, arrivedMs });
    if (refusal !== null) throw refusal;
    return encodeCamelOrder(update.order);
  };

  const cancel: RpcHandler = async (params, { identity }) => {
    const principal = identity.principal();
    const { update } = await orders.cancel(principal, referenceOf(params));
    return encodeCamelOrder(update.order);
  };

  const order: RpcHandler = async (params, { identity }) =>
    encodeCamelOrder(await orders.order(identity.principal(), referenceOf(params)));

  const open: RpcHandler = async (params, { identity }) => {
    const { symbol } = validate(camelOrdersParams, params);
    const { orders: found } = await orders.openOrders(identity.principal(), symbol ?? null);
    return found.map(encodeCamelOrder);
  };

  const balances: RpcHandler = async (_params, { identity }) => {
    const { value } = await reads.balancesOf(identity.principal());
    return value.map(encodeCamelBalance);
  };

  return {
    authenticate,
    placeOrder: place,
    cancelOrder: cancel,
    getOrder: order,
    getOrders: open,
    getBalances: balances,
  } satisfies Record<string, RpcHandler>;
}

function referenceOf(params: unknown) {
  const { orderId, clientOrderId } = validate(camelOrderIdParams, params);
  return decodeOrderReference({ order_id: orderId, client_order_id: clientOrderId });
}
