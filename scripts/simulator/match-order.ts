import type { MarketParameters } from '#server/engine/index.ts';
import {
  ALLOW_SELF_TRADE,
  BUY,
  CANCEL_BOTH,
  CANCEL_NEWEST,
  CANCEL_OLDEST,
  DECREMENT,
  FOK,
  IOC,
  MARKET,
} from '#server/engine/index.ts';
import type { Exchange, Order } from './exchange-state.ts';
import {
  bestOrder,
  crosses,
  marketOf,
  nextArrival,
  oppositeOf,
  restOf,
  siblingOf,
} from './exchange-state.ts';
import { finishOrder } from './finish-order.ts';
import { baseAmountOf, credit, feeOf, notionalOf } from './locked-balances.ts';

/** Makers that a one-shot order meets at most. */
const MAX_MAKERS = 128;

/** Whether an order never rests. */
export function isOneShot(order: Order): boolean {
  return order.type === MARKET || order.timeInForce === IOC || order.timeInForce === FOK;
}

/** Matches a taker as far as it goes; then its rest is added to the book, or canceled. */
export function matchOrder(exchange: Exchange, taker: Order): void {
  let met = 0;
  while (taker.stage === 'taking' && restOf(taker) > 0) {
    const maker = bestOrder(exchange, { market: taker.market, side: oppositeOf(taker.side) });
    if (maker === null || !crosses(taker.side, taker.price, maker.price)) break;
    if (isOneShot(taker) && met === MAX_MAKERS) {
      finishOrder(exchange, { order: taker, reason: 'maker-limit' });
      return;
    }
    met += 1;
    if (maker.account === taker.account && taker.selfTrade !== ALLOW_SELF_TRADE) {
      preventSelfTrade(exchange, taker, maker);
    } else {
      tradeWith(exchange, taker, maker);
    }
  }
  if (taker.stage === 'taking') settleRest(exchange, taker);
}

function settleRest(exchange: Exchange, taker: Order): void {
  if (restOf(taker) === 0) finishOrder(exchange, { order: taker, reason: 'filled' });
  else if (isOneShot(taker)) finishOrder(exchange, { order: taker, reason: 'ioc-rest' });
  else restInBook(exchange, taker);
}

/** At the tail of its price level, an iceberg with its first slice shown. */
export function restInBook(exchange: Exchange, order: Order): void {
  const lots = restOf(order);
  order.visible = order.display === 0 ? lots : Math.min(order.display, lots);
  order.hidden = lots - order.visible;
  order.stage = 'resting';
  order.arrival = nextArrival(exchange);
}

function preventSelfTrade(exchange: Exchange, taker: Order, maker: Order): void {
  switch (taker.selfTrade) {
    case CANCEL_NEWEST:
      finishOrder(exchange, { order: taker, reason: 'self-trade' });
      return;
    case CANCEL_OLDEST:
      finishOrder(exchange, { order: maker, reason: 'self-trade' });
      return;
    case CANCEL_BOTH:
      finishOrder(exchange, { order: maker, reason: 'self-trade' });
      finishOrder(exchange, { order: taker, reason: 'self-trade' });
      return;
    case DECREMENT:
      decrementBoth(exchange, taker, maker);
      return;
    case ALLOW_SELF_TRADE:
      throw new Error('Self-trades are allowed here.');
  }
}

function decrementBoth(exchange: Exchange, taker: Order, maker: Order): void {
  const by = Math.min(restOf(taker), maker.visible);
  for (const order of [maker, taker]) {
    takeLots(exchange, order, by);
    exchange.events.push({
      kind: 'decremented',
      account: order.account,
      market: order.market,
      orderId: order.orderId,
      by,
    });
  }
  if (restOf(maker) === 0) finishOrder(exchange, { order: maker, reason: 'self-trade' });
  else refreshIfUsedUp(exchange, maker);
  if (restOf(taker) === 0) finishOrder(exchange, { order: taker, reason: 'self-trade' });
}

function tradeWith(exchange: Exchange, taker: Order, maker: Order): void {
  const lots = Math.min(restOf(taker), maker.visible);
  const { takerFeePpm } = marketOf(exchange, taker.market).parameters;
  fill(exchange, { maker, taker, price: maker.price, lots, takerFeePpm });
  afterFill(exchange, maker);
}

type Fill = {
  readonly maker: Order;
  readonly taker: Order;
  readonly price: number;
  readonly lots: number;
  readonly takerFeePpm: number;
};

/** Moves the money of one fill and tells of it; what becomes of the two orders is the caller's. */
export function fill(exchange: Exchange, trade: Fill): void {
  const { maker, taker, price, lots, takerFeePpm } = trade;
  const market = marketOf(exchange, maker.market);
  const { parameters } = market;
  const makerFee = settle(exchange, { order: maker, price, lots, ppm: parameters.makerFeePpm });
  const takerFee = settle(exchange, { order: taker, price, lots, ppm: takerFeePpm });
  for (const order of [maker, taker]) {
    order.filled += lots;
    takeLots(exchange, order, lots);
  }
  market.last = price;
  exchange.tradeCount += 1;
  exchange.events.push({
    kind: 'trade',
    market: maker.market,
    tradeId: exchange.tradeCount,
    makerOrderId: maker.orderId,
    takerOrderId: taker.orderId,
    makerAccount: maker.account,
    takerAccount: taker.account,
    takerSide: taker.side,
    price,
    quantity: lots,
    makerFee: Number(makerFee),
    takerFee: Number(takerFee),
  });
}

/** One side gives, receives, and pays its fee out of what it receives. */
function settle(
  exchange: Exchange,
  side: {
    readonly order: Order;
    readonly price: number;
    readonly lots: number;
    readonly ppm: number;
  },
): bigint {
  const { account, market } = side.order;
  const { parameters } = marketOf(exchange, market);
  const { gives, receives } = legsOfTrade(parameters, side);
  const fee = feeOf(receives.amount, side.ppm);
  credit(exchange, { account, asset: receives.asset, amount: receives.amount - fee });
  credit(exchange, { account: 0, asset: receives.asset, amount: fee });
  credit(exchange, { account, asset: gives.asset, amount: -gives.amount });
  return fee;
}

function legsOfTrade(
  parameters: MarketParameters,
  side: { readonly order: Order; readonly price: number; readonly lots: number },
) {
  const base = {
    asset: parameters.baseAsset,
    amount: baseAmountOf(parameters, side.lots),
  };
  const quote = {
    asset: parameters.quoteAsset,
    amount: notionalOf(parameters, side.price, side.lots),
  };
  return side.order.side === BUY
    ? { gives: quote, receives: base }
    : { gives: base, receives: quote };
}

/** Takes visible lots away; the legs of a pair have one quantity. */
function takeLots(exchange: Exchange, order: Order, lots: number): void {
  order.visible -= lots;
  const sibling = siblingOf(exchange, order);
  if (sibling !== null) sibling.visible -= lots;
}

/** A resting order after a fill: done when it is used up, else perhaps its next slice. */
export function afterFill(exchange: Exchange, order: Order): void {
  if (restOf(order) === 0) finishOrder(exchange, { order, reason: 'filled' });
  else refreshIfUsedUp(exchange, order);
}

function refreshIfUsedUp(exchange: Exchange, order: Order): void {
  if (order.visible > 0) return;
  restInBook(exchange, order);
  exchange.events.push({
    kind: 'refreshed',
    account: order.account,
    market: order.market,
    orderId: order.orderId,
    visible: order.visible,
  });
}
