import { errors } from '#lib/protocol/errors.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import {
  decodePlainOrder,
  encodePlainOrder,
  plainOrderIdParams,
  plainOrderParams,
  plainStatus,
  snakeOrderOf,
} from '#lib/protocol/rpc/plain-order.ts';
import { validate } from '#lib/protocol/validate.ts';
import type { RpcHandler } from './rpc-handler.ts';
import type { RpcServices } from './rpc-services.ts';

/** The methods `lx_*` about orders, and `lx_ping`. */
export function plainMethods({ orders, now }: Pick<RpcServices, 'orders' | 'now'>) {
  const place: RpcHandler = async (params, { identity, arrivedMs }) => {
    const principal = identity.principal();
    const request = decodePlainOrder(validate(plainOrderParams, params), { nowMs: now() });
    const { update, refusal } = await orders.place(principal, { request, arrivedMs });
    if (refusal !== null) throw refusal;
    return { orderId: update.order.orderId, status: plainStatus(update.order.status) };
  };

  const cancel: RpcHandler = async (params, { identity }) => {
    const { orderId } = validate(plainOrderIdParams, params);
    try {
      await orders.cancel(identity.principal(), { kind: 'id', orderId });
      return { success: true, message: `Order ${orderId} is cancelled.` };
    } catch (error) {
      // That there is no such order is an answer here, which clients look at.
      if (!(error instanceof ProtocolError) || error.code !== 'order/unknown') throw error;
      return { success: false, message: errors['order/unknown'].message };
    }
  };

  const order: RpcHandler = async (params, { identity, dialect }) => {
    const { orderId } = validate(plainOrderIdParams, params);
    const principal = identity.principal();
    const found = await orders.order(principal, { kind: 'id', orderId });
    const told = encodePlainOrder(found, principal.address);
    return dialect === 'snake' ? snakeOrderOf(told) : told;
  };

  return {
    lx_ping: () => 'pong',
    lx_placeOrder: place,
    lx_cancelOrder: cancel,
    lx_getOrder: order,
  } satisfies Record<string, RpcHandler>;
}
