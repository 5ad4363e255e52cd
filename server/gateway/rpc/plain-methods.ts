import { errors } from '#lib/protocol/errors.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { type InfoResult, snakeInfo } from '#lib/protocol/rpc/info.ts';
import {
  decodePlainOrder,
  encodePlainOrder,
  plainOrderIdParams,
  plainOrderParams,
  plainStatus,
  snakeOrderOf,
} from '#lib/protocol/rpc/plain-order.ts';
import { validate } from '#lib/protocol/validate.ts';
import type { RpcCaller, RpcHandler } from './rpc-handler.ts';
import type { RpcServices } from './rpc-services.ts';

/** The methods `lx_*` about orders and the exchange itself. */
export function plainMethods(services: RpcServices) {
  const { orders, books, openOrderCount, version, network, now } = services;

  const info = async (_params: unknown, { dialect }: RpcCaller) => {
    const { value: tradeCount } = await books.tradeCount();
    const orderCount = openOrderCount();
    const told: InfoResult = { version, network, orderCount, tradeCount, timestamp: now() };
    return dialect === 'snake' ? snakeInfo(told) : told;
  };

  const place: RpcHandler = async (params, { identity }) => {
    const principal = identity.principal();
    const request = decodePlainOrder(validate(plainOrderParams, params), { nowMs: now() });
    const { update, refusal } = await orders.place(principal, request);
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
    lx_getInfo: info,
    lx_placeOrder: place,
    lx_cancelOrder: cancel,
    lx_getOrder: order,
  } satisfies Record<string, RpcHandler>;
}
