import type {
  MarketParameters,
  OrderType,
  PriceSource,
  RejectCode,
  SelfTradeMode,
} from '#server/engine/index.ts';
import {
  ALLOW_SELF_TRADE,
  BUY,
  CANCEL_ONLY,
  DELISTED,
  FALLING,
  FOK,
  GTD,
  HALTED,
  INDEX_PRICE,
  IOC,
  LAST_PRICE,
  LIMIT,
  MARK_PRICE,
  MARKET,
  NO_TRIGGER,
  OPEN,
  POST_ONLY,
  POST_ONLY_OFF,
  PRE_OPEN,
  RISING,
} from '#server/engine/index.ts';
import type { Exchange, Market, Order } from './exchange-state.ts';
import { baseAmountOf, notionalOf } from './locked-balances.ts';
import { isOneShot } from './match-order.ts';

const MAX_WORD = 2_147_483_647;
const MAX_AMOUNT = BigInt(Number.MAX_SAFE_INTEGER);
const MILLION = 1_000_000n;

type Problem = RejectCode | null;

/** Step 4: what the market's state takes. */
export function checkMarketState(market: Market, order: Order): Problem {
  switch (market.state) {
    case HALTED:
      return 'market/halted';
    case CANCEL_ONLY:
      return 'market/cancel-only';
    case DELISTED:
      return 'market/delisted';
    case PRE_OPEN:
      return isPlain(order) ? null : 'market/pre-open';
    case POST_ONLY:
      return order.postOnly === POST_ONLY_OFF ? 'market/post-only' : null;
    case OPEN:
      return null;
  }
}

function isPlain(order: Order): boolean {
  return (
    order.type === LIMIT &&
    order.trigger === NO_TRIGGER &&
    !isOneShot(order) &&
    order.postOnly === POST_ONLY_OFF &&
    order.display === 0 &&
    order.siblingId === 0 &&
    order.takeProfit === null &&
    order.stopLoss === null
  );
}

type Values = {
  readonly type: OrderType;
  readonly price: number;
  readonly quantity: number;
  readonly selfTrade: SelfTradeMode;
  readonly reduceOnly: boolean;
};

/** The first half of step 5: values that are wrong whatever the rest says. */
export function checkValues(market: Market, values: Values): Problem {
  const { type, price, quantity } = values;
  const { maxQuantity, allowSelfTrade } = market.parameters;
  if (quantity < 1 || quantity > MAX_WORD) return 'order/invalid-quantity';
  if (quantity > maxQuantity) return 'order/quantity-too-large';
  if (price < 0 || price > MAX_WORD) return 'order/invalid-price';
  if (type === LIMIT && price === 0) return 'order/invalid-price';
  if (values.reduceOnly) return 'order/reduce-only-on-spot';
  if (values.selfTrade === ALLOW_SELF_TRADE && !allowSelfTrade) return 'order/self-trade-mode';
  return null;
}

/** The second half of step 5: choices that contradict one another. */
export function checkCombination(order: Order): Problem {
  const oneShot = order.timeInForce === IOC || order.timeInForce === FOK;
  const postOnly = order.postOnly !== POST_ONLY_OFF;
  const triggered = order.trigger !== NO_TRIGGER;
  const hasLegs = order.takeProfit !== null || order.stopLoss !== null;
  const contradictions = [
    order.type === MARKET && (!oneShot || postOnly || order.display !== 0 || order.expiry !== 0),
    postOnly && oneShot,
    (order.timeInForce === GTD) !== (order.expiry !== 0),
    order.display !== 0 && oneShot,
    triggered !== (order.triggerPrice !== 0),
    triggered && (postOnly || order.display !== 0),
    triggered && oneShot && (order.type === LIMIT || order.timeInForce === FOK),
    triggered && hasLegs,
  ];
  return contradictions.includes(true) ? 'order/invalid-combination' : null;
}

/** The end of step 5. */
export function checkDisplay(order: Order, quantity: number): Problem {
  if (order.display === 0) return null;
  const fits = order.display <= quantity && order.display * 100 >= quantity;
  return fits && order.display > 0 ? null : 'order/invalid-display';
}

/** Step 6. */
export function checkExpiry(exchange: Exchange, order: Order): Problem {
  return order.expiry !== 0 && order.expiry <= exchange.time ? 'order/expired' : null;
}

/** The first half of step 7. */
export function checkTriggerPrice(order: Order): Problem {
  if (order.trigger === NO_TRIGGER) return null;
  const valid = order.triggerPrice >= 1 && order.triggerPrice <= MAX_WORD;
  return valid ? null : 'order/invalid-trigger-price';
}

/** The second half of step 7. */
export function checkWouldTrigger(market: Market, order: Order): Problem {
  return conditionHolds(market, order) ? 'order/would-trigger' : null;
}

/** Whether the price that the order watches has reached its trigger. */
export function conditionHolds(market: Market, order: Order): boolean {
  const price = priceOf(market, order.triggerBy);
  if (order.trigger === NO_TRIGGER || price === 0) return false;
  return order.trigger === RISING ? price >= order.triggerPrice : price <= order.triggerPrice;
}

function priceOf(market: Market, source: PriceSource): number {
  switch (source) {
    case LAST_PRICE:
      return market.last;
    case MARK_PRICE:
      return market.mark;
    case INDEX_PRICE:
      return market.index;
  }
}

/** Step 8; a market order without price gets its protection price. */
export function checkBand(market: Market, order: Order): Problem {
  const reference = order.trigger === NO_TRIGGER ? referenceOf(market) : order.triggerPrice;
  if (reference === 0) {
    return order.price === 0 ? 'market/no-reference-price' : null;
  }
  const limit = bandLimit(market.parameters, { side: order.side, reference });
  if (order.price === 0) order.price = Math.min(limit, MAX_WORD);
  const limits = [limit];
  const stop = order.side === BUY ? RISING : FALLING;
  const isStop = order.trigger === NO_TRIGGER || order.trigger === stop;
  if (!isStop && priceOf(market, order.triggerBy) === 0 && referenceOf(market) !== 0) {
    limits.push(bandLimit(market.parameters, { side: order.side, reference: referenceOf(market) }));
  }
  const isOutside = limits.some((worst) =>
    order.side === BUY ? order.price > worst : order.price < worst,
  );
  return isOutside ? 'order/price-outside-band' : null;
}

/** Index if there is one, else last; 0 = none. */
export function referenceOf(market: Market): number {
  return market.index === 0 ? market.last : market.index;
}

/** The worst price that an order may have: a buy's highest, a sell's lowest. */
function bandLimit(
  parameters: MarketParameters,
  of: { readonly side: number; readonly reference: number },
): number {
  const reference = BigInt(of.reference);
  const band = BigInt(parameters.bandPpm);
  if (of.side === BUY) return Number((reference * (MILLION + band)) / MILLION);
  if (band >= MILLION) return 1;
  const lower = (reference * (MILLION - band) + MILLION - 1n) / MILLION;
  return Math.max(1, Number(lower));
}

/** Step 9. */
export function checkNotional(parameters: MarketParameters, price: number, lots: number): Problem {
  const notional = notionalOf(parameters, price, lots);
  if (notional > MAX_AMOUNT) return 'order/notional-too-large';
  if (baseAmountOf(parameters, lots) > MAX_AMOUNT) return 'order/notional-too-large';
  return notional < BigInt(parameters.minNotional) ? 'order/notional-too-small' : null;
}
