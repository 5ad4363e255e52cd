import type {
  ArmDeadMan,
  CancelAll,
  CancelOrder,
  DoneReason,
  RejectCode,
} from '#server/engine/index.ts';
import type { Exchange, Order } from './exchange-state.ts';
import { accountOf, openOrders } from './exchange-state.ts';
import { finishLegs, finishOrder } from './finish-order.ts';
import { findNamed } from './modify-order.ts';

/** Ends one order of the account. */
export function cancelOrder(exchange: Exchange, command: CancelOrder): RejectCode | null {
  const order = findNamed(exchange, command);
  if (order === null) return cancelLeg(exchange, command);
  finishOrder(exchange, { order, reason: 'canceled' });
  return null;
}

/** Ends one leg that waits for its parent; the other one goes on waiting. */
function cancelLeg(exchange: Exchange, command: CancelOrder): RejectCode | null {
  const isNamed = (leg: Order['takeProfit']) =>
    leg !== null &&
    (command.orderId === 0
      ? command.clientOrderId !== 0 && leg.clientOrderId === command.clientOrderId
      : leg.orderId === command.orderId);
  for (const parent of exchange.orders) {
    if (parent.account !== command.account) continue;
    for (const name of ['takeProfit', 'stopLoss'] as const) {
      if (!isNamed(parent[name])) continue;
      const only = { ...parent, takeProfit: null, stopLoss: null, [name]: parent[name] };
      parent[name] = null;
      finishLegs(exchange, { parent: only, reason: 'canceled' });
      return null;
    }
  }
  return 'order/unknown';
}

/** Ends all orders of the account, in one market or everywhere. */
export function cancelAll(exchange: Exchange, command: CancelAll): RejectCode | null {
  const { account, market } = command;
  if (!isTrader(exchange, account)) return 'account/unknown';
  const isListed = exchange.markets.some((listed) => listed.parameters.market === market);
  if (market !== 0 && !isListed) return 'market/unknown';
  finishAll(exchange, { account, market }, 'canceled');
  return null;
}

function finishAll(
  exchange: Exchange,
  of: { readonly account: number; readonly market: number },
  reason: DoneReason,
): void {
  for (const order of openOrders(exchange, of.account, of.market)) {
    if (order.stage !== 'gone') finishOrder(exchange, { order, reason, activates: false });
  }
}

/** Sets the time at which the account's orders end unless it says otherwise before. */
export function armDeadMan(exchange: Exchange, command: ArmDeadMan): RejectCode | null {
  const { account, deadline } = command;
  if (!isTrader(exchange, account)) return 'account/unknown';
  if (deadline !== 0 && deadline <= exchange.time) return 'account/deadline-passed';
  accountOf(exchange, account).deadline = deadline;
  exchange.events.push({ kind: 'dead-man-armed', account, deadline });
  return null;
}

function isTrader(exchange: Exchange, account: number): boolean {
  return account >= 1 && account < exchange.accounts.length;
}

/** The clock moved: orders expire, then dead-man switches fire. */
export function tick(exchange: Exchange): void {
  expireOrders(exchange);
  fireDeadMen(exchange);
}

function expireOrders(exchange: Exchange): void {
  const expired = exchange.orders
    .filter((order) => order.expiry !== 0 && order.expiry <= exchange.time)
    .sort((a, b) => a.expiry - b.expiry || a.orderId - b.orderId);
  for (const order of expired) {
    if (order.stage !== 'gone') finishOrder(exchange, { order, reason: 'expired' });
  }
}

function fireDeadMen(exchange: Exchange): void {
  const due = exchange.accounts
    .map(({ deadline }, account) => ({ account, deadline }))
    .filter(({ deadline }) => deadline !== 0 && deadline <= exchange.time)
    .sort((a, b) => a.deadline - b.deadline || a.account - b.account);
  for (const { account } of due) {
    accountOf(exchange, account).deadline = 0;
    exchange.events.push({ kind: 'dead-man-fired', account });
    finishAll(exchange, { account, market: 0 }, 'dead-man');
    dropQueuedLegs(exchange, account);
  }
}

/** Legs whose parent expired in the same tick are not opened for an owner who is silent. */
function dropQueuedLegs(exchange: Exchange, account: number): void {
  for (const followUp of exchange.followUps) {
    if (followUp.kind !== 'activation' || followUp.parent.account !== account) continue;
    finishLegs(exchange, { parent: followUp.parent, reason: 'parent' });
  }
  exchange.followUps = exchange.followUps.filter(
    (followUp) => followUp.kind !== 'activation' || followUp.parent.account !== account,
  );
}
