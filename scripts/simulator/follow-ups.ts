import type { PriceSource } from '#server/engine/index.ts';
import {
  INDEX_PRICE,
  LAST_PRICE,
  MARK_PRICE,
  MARKET,
  NO_TRIGGER,
  POST_ONLY,
  RISING,
} from '#server/engine/index.ts';
import { answerOf } from './engine-answers.ts';
import type { Exchange, FollowUp, Market, Order } from './exchange-state.ts';
import {
  bestPrice,
  crosses,
  isMatching,
  marketOf,
  oppositeOf,
  siblingOf,
} from './exchange-state.ts';
import { finishLegs, finishOrder, legsOf } from './finish-order.ts';
import { joinPair, limitLegOf, stopLegOf } from './leg-orders.ts';
import { availableOf, lockAmount, lockedAsset } from './locked-balances.ts';
import { matchOrder } from './match-order.ts';
import { checkBand, conditionHolds } from './order-checks.ts';
import { waitForTrigger } from './place-order.ts';

const SOURCES: readonly PriceSource[] = [LAST_PRICE, MARK_PRICE, INDEX_PRICE];

/** Triggers and executes until nothing changes. */
export function runFollowUps(exchange: Exchange): void {
  for (;;) {
    for (const market of exchange.markets) queueTriggered(exchange, market);
    const next = exchange.followUps.shift();
    if (next === undefined) return;
    execute(exchange, next);
  }
}

/** Step (a). */
function queueTriggered(exchange: Exchange, market: Market): void {
  if (!isMatching(market)) return;
  for (const order of waitingOrders(exchange, market.parameters.market)) {
    if (!conditionHolds(market, order)) continue;
    order.stage = 'queued';
    exchange.followUps.push({ kind: 'triggered', order });
  }
}

/** By source; rising by ascending, then falling by descending trigger price; each in order of time. */
export function waitingOrders(exchange: Exchange, market: number): Order[] {
  const all = exchange.orders.filter(
    (order) => order.stage === 'waiting' && order.market === market,
  );
  if (all.length === 0) return all;
  return SOURCES.flatMap((source) => {
    const waiting = all
      .filter((order) => order.triggerBy === source)
      .sort((a, b) => a.arrival - b.arrival);
    const rising = waiting.filter((order) => order.trigger === RISING);
    const falling = waiting.filter((order) => order.trigger !== RISING);
    return [
      ...rising.sort((a, b) => a.triggerPrice - b.triggerPrice),
      ...falling.sort((a, b) => b.triggerPrice - a.triggerPrice),
    ];
  });
}

/** Step (b). */
function execute(exchange: Exchange, followUp: FollowUp): void {
  if (followUp.kind === 'activation') activateLegs(exchange, followUp.parent);
  else if (followUp.order.stage === 'queued') executeTriggered(exchange, followUp.order);
}

function executeTriggered(exchange: Exchange, order: Order): void {
  const { account, market, orderId } = order;
  exchange.events.push({ kind: 'triggered', account, market, orderId });
  const limitLeg = siblingOf(exchange, order);
  if (limitLeg !== null) {
    limitLeg.siblingId = 0;
    order.siblingId = 0;
    finishOrder(exchange, { order: limitLeg, reason: 'sibling' });
  }
  order.trigger = NO_TRIGGER;
  order.triggerBy = LAST_PRICE;
  order.triggerPrice = 0;
  takeOrCancel(exchange, order);
}

/** A post-only market lets nothing take. */
function takeOrCancel(exchange: Exchange, order: Order): void {
  order.stage = 'taking';
  const market = marketOf(exchange, order.market);
  const takes = order.type === MARKET || wouldCross(exchange, order);
  if (market.state === POST_ONLY && takes) finishOrder(exchange, { order, reason: 'post-only' });
  else matchOrder(exchange, order);
}

function wouldCross(exchange: Exchange, order: Order): boolean {
  const best = bestPrice(exchange, { market: order.market, side: oppositeOf(order.side) });
  return best !== 0 && crosses(order.side, order.price, best);
}

/** The legs of a parent that is done become orders of their own. */
function activateLegs(exchange: Exchange, parent: Order): void {
  const market = marketOf(exchange, parent.market);
  if (!isMatching(market)) {
    finishLegs(exchange, { parent, reason: 'market-state' });
    return;
  }
  const { takeProfit, stopLoss } = legOrders(market, parent);
  const legs = [takeProfit, stopLoss].filter((leg) => leg !== null);
  if (legs.some((leg) => leg.expiry !== 0 && leg.expiry <= exchange.time)) {
    finishLegs(exchange, { parent, reason: 'expired' });
    return;
  }
  const lots = fundedLots(exchange, parent, legs);
  if (lots === 0) finishLegs(exchange, { parent, reason: 'insufficient-funds' });
  else if (hasTooManyOrders(exchange, parent))
    finishLegs(exchange, { parent, reason: 'too-many-orders' });
  else {
    for (const leg of legs) leg.visible = lots;
    openLegs(exchange, parent, legs);
    executeLegs(exchange, takeProfit, stopLoss);
  }
}

function legOrders(market: Market, parent: Order) {
  const terms = {
    account: parent.account,
    market: parent.market,
    side: oppositeOf(parent.side),
    quantity: 0,
    selfTrade: parent.selfTrade,
    expiry: 0,
  };
  const takeProfit = parent.takeProfit === null ? null : limitLegOf(terms, parent.takeProfit);
  const stopLoss = parent.stopLoss === null ? null : stopLegOf(terms, parent.stopLoss);
  if (stopLoss?.price === 0) checkBand(market, stopLoss);
  return { takeProfit, stopLoss };
}

/** As many of the parent's lots as the account can lock at the worst price of the legs. */
function fundedLots(exchange: Exchange, parent: Order, legs: readonly Order[]): number {
  const { parameters } = marketOf(exchange, parent.market);
  const side = oppositeOf(parent.side);
  const price = Math.max(...legs.map((leg) => leg.price));
  const available = availableOf(exchange, parent.account, lockedAsset(parameters, side));
  const funded = available / lockAmount(parameters, { side, price, lots: 1 });
  return funded < BigInt(parent.filled) ? Number(funded) : parent.filled;
}

function hasTooManyOrders(exchange: Exchange, parent: Order): boolean {
  const { maxOpenOrders } = marketOf(exchange, parent.market).parameters;
  const open = exchange.orders.filter(
    (order) => order.account === parent.account && order.market === parent.market,
  );
  return open.length + legsOf(parent).length > maxOpenOrders;
}

function openLegs(exchange: Exchange, parent: Order, legs: readonly Order[]): void {
  for (const leg of legs) {
    exchange.orders.push(leg);
    exchange.events.push({ kind: 'activated', ...answerOf(leg), parentId: parent.orderId });
  }
}

/** The legs, open by now, do what they are for. */
function executeLegs(exchange: Exchange, takeProfit: Order | null, stopLoss: Order | null): void {
  if (takeProfit !== null && stopLoss !== null) joinPair(takeProfit, stopLoss);
  if (stopLoss !== null) {
    waitForTrigger(exchange, stopLoss);
    if (conditionHolds(marketOf(exchange, stopLoss.market), stopLoss)) {
      executeTriggered(exchange, stopLoss);
      return;
    }
  }
  if (takeProfit !== null) takeOrCancel(exchange, takeProfit);
}
