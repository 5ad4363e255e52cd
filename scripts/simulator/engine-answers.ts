import type { RejectCode } from '#server/engine/index.ts';
import type { Exchange, Order } from './exchange-state.ts';

/** The command changed nothing, and why. */
export function tellRejected(
  exchange: Exchange,
  what: { readonly account: number; readonly orderId: number; readonly code: RejectCode },
): void {
  const { account, orderId, code } = what;
  exchange.events.push({ kind: 'rejected', account, orderId, code });
}

/** What `accepted` and `activated` tell of an order. */
export function answerOf(order: Order) {
  return {
    account: order.account,
    market: order.market,
    orderId: order.orderId,
    clientOrderId: order.clientOrderId,
    side: order.side,
    type: order.type,
    timeInForce: order.timeInForce,
    postOnly: order.postOnly,
    price: order.price,
    quantity: order.visible,
    triggerPrice: order.triggerPrice,
    expiry: order.expiry,
    ...(order.display === 0 ? {} : { display: order.display }),
  };
}
