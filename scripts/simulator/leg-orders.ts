import type { Leg, LegView, PlaceOrder, PostOnly, RejectCode, Side } from '#server/engine/index.ts';
import {
  BUY,
  FALLING,
  GTC,
  GTD,
  IOC,
  LAST_PRICE,
  LIMIT,
  MARKET,
  NO_TRIGGER,
  POST_ONLY_OFF,
  RISING,
  SELL,
} from '#server/engine/index.ts';
import type { Market, Order } from './exchange-state.ts';
import {
  checkBand,
  checkNotional,
  checkTriggerPrice,
  checkValues,
  checkWouldTrigger,
} from './order-checks.ts';
import { earlier, signingOf } from './signatures.ts';

type Problem = RejectCode | null;

/** What the legs of a parent or pair have in common. */
export type LegTerms = {
  readonly account: number;
  readonly market: number;
  readonly side: Side;
  readonly quantity: number;
  readonly selfTrade: PlaceOrder['selfTrade'];
  readonly expiry: number;
};

/** What the state keeps of a leg. */
export function kept(leg: Leg): LegView {
  const { signature: _signature, authority, ...terms } = leg;
  return { ...terms, ...signingOf(authority) };
}

/** A take-profit or limit leg as an order of its own. */
export function limitLegOf(terms: LegTerms, leg: LegView): Order {
  return {
    ...legOf(terms, leg),
    type: LIMIT,
    timeInForce: terms.expiry === 0 ? GTC : GTD,
    trigger: NO_TRIGGER,
    triggerBy: LAST_PRICE,
    triggerPrice: 0,
  };
}

/** A stop leg as an order of its own, its protection price not yet filled in. */
export function stopLegOf(terms: LegTerms, leg: LegView): Order {
  const restingTime = terms.expiry === 0 ? GTC : GTD;
  return {
    ...legOf(terms, leg),
    type: leg.type,
    timeInForce: leg.type === MARKET ? IOC : restingTime,
    trigger: terms.side === BUY ? RISING : FALLING,
    triggerBy: leg.triggerBy,
    triggerPrice: leg.triggerPrice,
  };
}

function legOf(terms: LegTerms, leg: LegView) {
  return {
    orderId: leg.orderId,
    account: terms.account,
    market: terms.market,
    side: terms.side,
    postOnly: POST_ONLY_OFF as PostOnly,
    selfTrade: terms.selfTrade,
    price: leg.price,
    filled: 0,
    visible: terms.quantity,
    hidden: 0,
    display: 0,
    expiry: earlier(terms.expiry, leg.expiry),
    signer: leg.signer,
    siblingId: 0,
    takeProfit: null,
    stopLoss: null,
    clientOrderId: leg.clientOrderId,
    digest: 0,
    stage: 'taking' as const,
    arrival: 0,
  };
}

/** From now on one lock serves both, and one ends with the other. */
export function joinPair(limitLeg: Order, stopLeg: Order): void {
  limitLeg.siblingId = stopLeg.orderId;
  stopLeg.siblingId = limitLeg.orderId;
}

/** Step 5 of a take-profit or limit leg; it must be better than the stop's trigger. */
export function checkLimitLeg(
  market: Market,
  legs: {
    readonly terms: LegTerms;
    readonly limit: Leg;
    readonly stop: Leg | null;
  },
): Problem {
  const { terms, limit, stop } = legs;
  const { price, type } = limit;
  const problem = checkValues(market, { ...terms, price, type, reduceOnly: false });
  if (problem !== null) return problem;
  if (limit.type !== LIMIT || limit.triggerPrice !== 0) return 'order/invalid-combination';
  return stop === null ? null : checkBetterThanStop(terms.side, limit.price, stop.triggerPrice);
}

/** A sell's limit lies above its stop, a buy's below. */
export function checkBetterThanStop(side: Side, limitPrice: number, triggerPrice: number): Problem {
  const better = side === SELL ? limitPrice > triggerPrice : limitPrice < triggerPrice;
  return better ? null : 'order/invalid-combination';
}

/** Steps 5 to 9 of a stop leg, which gets its protection price here. */
export function checkStopLeg(
  market: Market,
  rule: { readonly stopLeg: Order; readonly mayHold: boolean },
): Problem {
  const { stopLeg, mayHold } = rule;
  const quantity = stopLeg.visible;
  return (
    checkValues(market, { ...stopLeg, quantity, reduceOnly: false }) ??
    (stopLeg.triggerPrice === 0 ? 'order/invalid-combination' : null) ??
    checkTriggerPrice(stopLeg) ??
    (mayHold ? null : checkWouldTrigger(market, stopLeg)) ??
    checkBand(market, stopLeg) ??
    checkNotional(market.parameters, stopLeg.price, quantity)
  );
}
