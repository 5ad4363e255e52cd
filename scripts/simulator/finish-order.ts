import type { DoneReason } from '#server/engine/index.ts';
import type { DoneClientId, Exchange, Order } from './exchange-state.ts';
import { accountOf, restOf, siblingOf } from './exchange-state.ts';

/** Done orders with a client order id that are remembered for each account. */
const REMEMBERED_CLIENT_IDS = 1_000;

type Ending = {
  readonly order: Order;
  readonly reason: DoneReason;
  /** Whether legs of a parent that was filled in part come to life. */
  readonly activates?: boolean;
};

type Leg = NonNullable<Order['takeProfit']>;

/** An order is no longer open; so is the other leg of its pair, and its legs have their turn. */
export function finishOrder(exchange: Exchange, ending: Ending): void {
  const { order } = ending;
  const sibling = siblingOf(exchange, order);
  const remaining = restOf(order);
  order.stage = 'gone';
  order.siblingId = 0;
  exchange.orders = exchange.orders.filter((open) => open !== order);
  exchange.events.push({
    kind: 'done',
    account: order.account,
    market: order.market,
    orderId: order.orderId,
    reason: ending.reason,
    remaining,
  });
  rememberDone(exchange, order.account, order);
  if (sibling !== null) {
    sibling.siblingId = 0;
    finishOrder(exchange, { order: sibling, reason: 'sibling' });
  }
  finishParent(exchange, order, ending.activates ?? true);
}

function finishParent(exchange: Exchange, parent: Order, activates: boolean): void {
  if (parent.takeProfit === null && parent.stopLoss === null) return;
  if (parent.filled > 0 && activates) exchange.followUps.push({ kind: 'activation', parent });
  else finishLegs(exchange, { parent, reason: 'parent' });
}

/** Legs that never became open orders, the take-profit first. */
export function finishLegs(
  exchange: Exchange,
  ending: { readonly parent: Order; readonly reason: DoneReason },
): void {
  const { parent, reason } = ending;
  for (const leg of legsOf(parent)) {
    exchange.events.push({
      kind: 'done',
      account: parent.account,
      market: parent.market,
      orderId: leg.orderId,
      reason,
      remaining: 0,
    });
    rememberDone(exchange, parent.account, { ...leg, digest: 0 });
  }
}

/** The legs that wait for an order, the take-profit first. */
export function legsOf(parent: Order): Leg[] {
  return [parent.takeProfit, parent.stopLoss].filter((leg) => leg !== null);
}

function rememberDone(exchange: Exchange, account: number, order: DoneClientId): void {
  if (order.clientOrderId === 0) return;
  const { doneClientIds } = accountOf(exchange, account);
  const { clientOrderId, orderId, digest } = order;
  doneClientIds.push({ clientOrderId, orderId, digest });
  if (doneClientIds.length > REMEMBERED_CLIENT_IDS) doneClientIds.shift();
}
