import type { Authority, ModifyOrder, RejectCode } from '#server/engine/index.ts';
import { CANCEL_ONLY, HALTED, NO_TRIGGER } from '#server/engine/index.ts';
import { checkFunds, checkMatching, checkPairWouldCross } from './book-checks.ts';
import { tellRejected } from './engine-answers.ts';
import type { Exchange, Order } from './exchange-state.ts';
import { marketOf, restOf, siblingOf } from './exchange-state.ts';
import { legsOf } from './finish-order.ts';
import { checkBetterThanStop } from './leg-orders.ts';
import { lockAmount, lockOf } from './locked-balances.ts';
import { modifyLeg } from './modify-leg.ts';
import {
  checkBand,
  checkDisplay,
  checkExpiry,
  checkMarketState,
  checkNotional,
  checkTriggerPrice,
  checkValues,
  checkWouldTrigger,
} from './order-checks.ts';
import { enterMarket } from './place-order.ts';
import {
  checkOne,
  checkWorth,
  endWithApprovals,
  ofLeg,
  ownEnd,
  signAnew,
  spend,
} from './signatures.ts';

type Problem = RejectCode | null;

/** The order's values as they shall be. */
type Wanted = {
  readonly price: number;
  /** In all, what is filled included. */
  readonly quantity: number;
  readonly triggerPrice: number;
};

/** Makes an order smaller where it stands, or places it anew. */
export function modifyOrder(exchange: Exchange, command: ModifyOrder): void {
  const order = findNamed(exchange, command);
  if (order === null) {
    modifyLeg(exchange, command);
    return;
  }
  const wanted: Wanted = {
    price: command.price === 0 ? order.price : command.price,
    quantity: command.quantity === 0 ? totalOf(order) : command.quantity,
    triggerPrice: command.triggerPrice === 0 ? order.triggerPrice : command.triggerPrice,
  };
  const replaced = { ...order };
  const code =
    checkChange(exchange, order, wanted) ??
    (isReduction(order, wanted)
      ? null
      : (checkNewSignature(exchange, order, command) ??
        replace(exchange, replaced, { ...wanted, authority: command.authority })));
  if (code !== null) {
    tellRejected(exchange, { account: order.account, orderId: order.orderId, code });
  } else if (isReduction(order, wanted)) {
    reduce(order, totalOf(order) - wanted.quantity);
    tellModified(exchange, order, true);
  } else {
    spend(exchange, { account: order.account, ...ofLeg(command) });
    Object.assign(order, replaced);
    tellModified(exchange, order, false);
    enterMarket(exchange, order);
  }
}

/** The account's open order with this id, or with this client id where no id is given. */
export function findNamed(
  exchange: Exchange,
  name: { readonly account: number; readonly orderId: number; readonly clientOrderId: number },
): Order | null {
  const { account, orderId, clientOrderId } = name;
  if (orderId === 0 && clientOrderId === 0) return null;
  const found = exchange.orders.find(
    (order) =>
      order.account === account &&
      (orderId === 0 ? order.clientOrderId === clientOrderId : order.orderId === orderId),
  );
  return found ?? null;
}

function totalOf(order: Order): number {
  return order.filled + restOf(order);
}

/** Whether only the quantity changes, to a smaller one. */
function isReduction(order: Order, wanted: Wanted): boolean {
  return (
    wanted.price === order.price &&
    wanted.triggerPrice === order.triggerPrice &&
    wanted.quantity < totalOf(order)
  );
}

/** What is checked of every modification. */
function checkChange(exchange: Exchange, order: Order, wanted: Wanted): Problem {
  const { state } = marketOf(exchange, order.market);
  const sizeChanges = wanted.quantity !== totalOf(order);
  const triggerChanges = wanted.triggerPrice !== order.triggerPrice;
  if (state === HALTED) return 'market/halted';
  if (state === CANCEL_ONLY && !isReduction(order, wanted)) return 'market/cancel-only';
  if (!sizeChanges && !triggerChanges && wanted.price === order.price) {
    return 'order/nothing-to-modify';
  }
  if (wanted.quantity <= order.filled) return 'order/quantity-below-filled';
  if (triggerChanges && order.trigger === NO_TRIGGER) return 'order/invalid-combination';
  const linked = order.siblingId !== 0 || legsOf(order).length > 0;
  return sizeChanges && linked ? 'order/linked' : null;
}

/** Hidden lots go first. */
function reduce(order: Order, lots: number): void {
  const hidden = Math.min(order.hidden, lots);
  order.hidden -= hidden;
  order.visible -= lots - hidden;
}

/** What is signed changes with another signature only. */
function checkNewSignature(exchange: Exchange, order: Order, command: ModifyOrder): Problem {
  const { authority } = command;
  if (authority === null) return order.signer < 0 ? null : 'auth/signature-required';
  return checkOne(exchange, { ...order, authority, grows: false });
}

/** Gives the order its new values, unless a check forbids them. */
function replace(
  exchange: Exchange,
  order: Order,
  wanted: Wanted & { readonly authority: Authority | null },
): Problem {
  const market = marketOf(exchange, order.market);
  const released = lockOfPair(exchange, order);
  const { quantity, authority } = wanted;
  const end = order.expiry;
  order.expiry = ownEnd(order);
  order.price = wanted.price;
  order.triggerPrice = wanted.triggerPrice;
  order.display = Math.min(order.display, quantity);
  order.visible = quantity - order.filled;
  order.hidden = 0;
  const problem =
    checkMarketState(market, order) ??
    checkValues(market, { ...order, quantity, reduceOnly: false }) ??
    checkPairPrices(exchange, order) ??
    checkDisplay(order, quantity) ??
    checkExpiry(exchange, order) ??
    checkTriggerPrice(order) ??
    checkWouldTrigger(market, order) ??
    checkBand(market, order) ??
    checkNotional(market.parameters, order.price, quantity) ??
    checkWorth(exchange, { ...order, authority, quantity }) ??
    checkBook(exchange, order) ??
    checkFunds(exchange, { order, lock: neededLock(exchange, order), released });
  order.expiry = end;
  if (authority !== null) {
    signAnew(order, authority);
    endWithApprovals(exchange, order);
  }
  order.stage = 'taking';
  return problem;
}

function checkPairPrices(exchange: Exchange, order: Order): Problem {
  const sibling = siblingOf(exchange, order);
  if (sibling === null) return null;
  const [limitLeg, stopLeg] = order.trigger === NO_TRIGGER ? [order, sibling] : [sibling, order];
  return checkBetterThanStop(order.side, limitLeg.price, stopLeg.triggerPrice);
}

/** Step 11, only of what rests. */
function checkBook(exchange: Exchange, order: Order): Problem {
  if (order.trigger !== NO_TRIGGER) return null;
  return order.siblingId === 0
    ? checkMatching(exchange, order)
    : checkPairWouldCross(exchange, order);
}

/** What the order has locked, or the pair that it is a leg of. */
function lockOfPair(exchange: Exchange, order: Order): bigint {
  const sibling = siblingOf(exchange, order);
  return lockOf(exchange, order) + (sibling === null ? 0n : lockOf(exchange, sibling));
}

function neededLock(exchange: Exchange, order: Order): bigint {
  const sibling = siblingOf(exchange, order);
  return lockAmount(marketOf(exchange, order.market).parameters, {
    side: order.side,
    price: Math.max(order.price, sibling?.price ?? 0),
    lots: restOf(order),
  });
}

function tellModified(exchange: Exchange, order: Order, keptPriority: boolean): void {
  exchange.events.push({
    kind: 'modified',
    account: order.account,
    market: order.market,
    orderId: order.orderId,
    price: order.price,
    quantity: totalOf(order),
    triggerPrice: order.triggerPrice,
    expiry: order.expiry,
    keptPriority,
  });
}
