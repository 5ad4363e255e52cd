import type { PlaceOrder, RejectCode } from '#server/engine/index.ts';
import { contentDigest, LAST_PRICE, NO_TRIGGER } from '#server/engine/index.ts';
import { checkFunds, checkMatching, checkOpenOrders } from './book-checks.ts';
import { checkNames } from './command-names.ts';
import { answerOf, tellRejected } from './engine-answers.ts';
import type { Exchange, Market, Order } from './exchange-state.ts';
import { isMatching, marketOf, nextArrival, oppositeOf } from './exchange-state.ts';
import { checkLimitLeg, checkStopLeg, kept, stopLegOf } from './leg-orders.ts';
import { lockAmount } from './locked-balances.ts';
import { matchOrder, restInBook } from './match-order.ts';
import {
  checkBand,
  checkCombination,
  checkDisplay,
  checkExpiry,
  checkMarketState,
  checkNotional,
  checkTriggerPrice,
  checkValues,
  checkWouldTrigger,
} from './order-checks.ts';
import {
  checkSignatures,
  checkWorth,
  endWithApprovals,
  sign,
  spendSignatures,
} from './signatures.ts';

type Problem = RejectCode | null;

/** Places one order, perhaps with legs that wait for it. */
export function placeOrder(exchange: Exchange, command: PlaceOrder): void {
  const problem = checkNames(exchange, command);
  if (problem === 'duplicate') return;
  const order = orderFrom(command);
  const code = problem ?? checkOrder(exchange, command, order);
  if (code !== null) {
    tellRejected(exchange, { account: command.account, orderId: command.orderId, code });
    return;
  }
  spendSignatures(exchange, command);
  sign(order, command.authority);
  endWithApprovals(exchange, order);
  exchange.orders.push(order);
  exchange.events.push({ kind: 'accepted', ...answerOf(order) });
  enterMarket(exchange, order);
}

/** An accepted or replaced order waits, is matched, or rests for the auction. */
export function enterMarket(exchange: Exchange, order: Order): void {
  if (order.trigger !== NO_TRIGGER) waitForTrigger(exchange, order);
  else if (isMatching(marketOf(exchange, order.market))) matchOrder(exchange, order);
  else restInBook(exchange, order);
}

/** Behind the orders that wait already. */
export function waitForTrigger(exchange: Exchange, order: Order): void {
  order.stage = 'waiting';
  order.arrival = nextArrival(exchange);
}

function orderFrom(command: PlaceOrder): Order {
  const triggers = command.trigger !== NO_TRIGGER;
  return {
    orderId: command.orderId,
    account: command.account,
    market: command.market,
    side: command.side,
    type: command.type,
    timeInForce: command.timeInForce,
    postOnly: command.postOnly,
    selfTrade: command.selfTrade,
    price: command.price,
    filled: 0,
    visible: command.quantity,
    hidden: 0,
    display: command.displayQuantity,
    trigger: command.trigger,
    triggerBy: triggers ? command.triggerBy : LAST_PRICE,
    triggerPrice: command.triggerPrice,
    expiry: command.expiry,
    signer: -1,
    siblingId: 0,
    takeProfit: command.takeProfit === null ? null : kept(command.takeProfit),
    stopLoss: command.stopLoss === null ? null : kept(command.stopLoss),
    clientOrderId: command.clientOrderId,
    digest: command.clientOrderId === 0 ? 0 : contentDigest(command),
    stage: 'taking',
    arrival: 0,
  };
}

/** Authority, then steps 4 to 12. */
function checkOrder(exchange: Exchange, command: PlaceOrder, order: Order): Problem {
  const market = marketOf(exchange, command.market);
  return (
    checkSignatures(exchange, command) ??
    checkMarketState(market, order) ??
    checkValues(market, command) ??
    checkCombination(order) ??
    checkDisplay(order, command.quantity) ??
    checkExpiry(exchange, order) ??
    checkTriggerPrice(order) ??
    checkWouldTrigger(market, order) ??
    checkBand(market, order) ??
    checkNotional(market.parameters, order.price, command.quantity) ??
    checkAttachedLegs(market, command) ??
    checkWorths(exchange, command, order.price) ??
    checkOpenOrders(exchange, { ...command, orders: 1 }) ??
    (order.trigger === NO_TRIGGER ? checkMatching(exchange, order) : null) ??
    checkOwnFunds(exchange, order)
  );
}

/** What the order and its legs are worth. */
function checkWorths(exchange: Exchange, command: PlaceOrder, price: number): Problem {
  const { takeProfit, stopLoss } = command;
  const stop =
    stopLoss === null
      ? null
      : stopLegOf({ ...command, side: oppositeOf(command.side) }, kept(stopLoss));
  if (stop !== null) checkBand(marketOf(exchange, command.market), stop);
  return (
    checkWorth(exchange, { ...command, price }) ??
    (takeProfit === null ? null : checkWorth(exchange, { ...command, ...takeProfit })) ??
    (stopLoss === null || stop === null
      ? null
      : checkWorth(exchange, { ...command, ...stopLoss, price: stop.price }))
  );
}

function checkOwnFunds(exchange: Exchange, order: Order): Problem {
  const { parameters } = marketOf(exchange, order.market);
  const lots = order.visible;
  const lock = lockAmount(parameters, { side: order.side, price: order.price, lots });
  return checkFunds(exchange, { order, lock, released: 0n });
}

/** Steps 5 to 9 of the take-profit, then of the stop-loss. */
function checkAttachedLegs(market: Market, command: PlaceOrder): Problem {
  const { takeProfit, stopLoss } = command;
  const terms = { ...command, side: oppositeOf(command.side), expiry: 0 };
  return (
    (takeProfit === null
      ? null
      : (checkLimitLeg(market, { terms, limit: takeProfit, stop: stopLoss }) ??
        checkNotional(market.parameters, takeProfit.price, terms.quantity))) ??
    (stopLoss === null
      ? null
      : checkStopLeg(market, { stopLeg: stopLegOf(terms, kept(stopLoss)), mayHold: true }))
  );
}
