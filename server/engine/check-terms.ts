import { notionalOf } from '#lib/domain/notional.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import * as quanta from '#lib/domain/quanta.ts';
import type { Side } from './command.ts';
import * as commands from './command.ts';
import type { EngineState } from './engine-state.ts';
import type { ListedMarket } from './listed-market.ts';
import type { OrderTerms } from './order-terms.ts';
import { stopTrigger } from './orders.ts';
import type { RejectCode } from './reject-code.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { MAX_QUANTA } = quanta;
const { ALLOW_SELF_TRADE, FOK, GTD, IOC, LIMIT, MARKET, NO_TRIGGER, POST_ONLY_OFF } = commands;

/** An iceberg shows at least this part of itself, so that one taker meets it a bounded number of times. */
const DISPLAY_PARTS = 100;

/** Whether a number is a price or a size: 1 … 2^31 − 1. */
export function isCount(value: number): boolean {
  return (value | 0) === value && value > 0;
}

/**
 * The checks of docs/matching.md that need nothing but the order and its market, steps 5 to 9.
 * Each gives the code of the reject, or `null`.
 */
export function checkTerms(
  state: EngineState,
  market: ListedMarket,
  terms: OrderTerms,
): RejectCode | null {
  return (
    checkShape(state, market, terms) ??
    checkCombination(terms) ??
    checkDisplay(terms) ??
    checkExpiry(terms) ??
    checkTrigger(market, terms) ??
    checkBand(state, market, terms) ??
    checkNotional(state, market, terms)
  );
}

/** Quantity, price and self-trade mode by themselves. The first check of any terms. */
export function checkShape(
  state: EngineState,
  market: ListedMarket,
  terms: OrderTerms,
): RejectCode | null {
  const { quantity, price, type } = terms;
  state.price = price;
  if (!isCount(quantity)) return 'order/invalid-quantity';
  if (quantity > market.parameters.maxQuantity) return 'order/quantity-too-large';
  if (!isCount(price) && (price !== 0 || type === LIMIT)) return 'order/invalid-price';
  if (terms.reduceOnly) return 'order/reduce-only-on-spot';
  if (terms.selfTrade === ALLOW_SELF_TRADE && !market.parameters.allowSelfTrade) {
    return 'order/self-trade-mode';
  }
  return null;
}

function checkCombination(terms: OrderTerms): RejectCode | null {
  const { timeInForce, postOnly, displayQuantity } = terms;
  const oneShot = timeInForce === IOC || timeInForce === FOK;
  const contradicts =
    (terms.type === MARKET && (!oneShot || postOnly !== POST_ONLY_OFF || terms.expiry !== 0)) ||
    (oneShot && (postOnly !== POST_ONLY_OFF || displayQuantity !== 0)) ||
    (timeInForce === GTD) !== (terms.expiry !== 0) ||
    (terms.trigger === NO_TRIGGER) !== (terms.triggerPrice === 0) ||
    (terms.trigger !== NO_TRIGGER && contradictsTrigger(terms));
  return contradicts ? 'order/invalid-combination' : null;
}

function contradictsTrigger(terms: OrderTerms): boolean {
  const { type, timeInForce, postOnly, displayQuantity } = terms;
  if (postOnly !== POST_ONLY_OFF || displayQuantity !== 0 || hasLegs(terms)) return true;
  return timeInForce === FOK || (type === LIMIT && timeInForce === IOC);
}

function checkDisplay({ displayQuantity, quantity }: OrderTerms): RejectCode | null {
  if (displayQuantity === 0) return null;
  const fits =
    isCount(displayQuantity) &&
    displayQuantity <= quantity &&
    displayQuantity * DISPLAY_PARTS >= quantity;
  return fits ? null : 'order/invalid-display';
}

/** Whether take-profit or stop-loss are attached. */
export function hasLegs({ takeProfit, stopLoss }: OrderTerms): boolean {
  return takeProfit !== null || stopLoss !== null;
}

/** An order does not arrive after its end. */
export function checkExpiry({ expiry, time }: OrderTerms): RejectCode | null {
  return expiry !== 0 && expiry <= time ? 'order/expired' : null;
}

/** The trigger price is a price, and not reached yet. */
export function checkTrigger(market: ListedMarket, terms: OrderTerms): RejectCode | null {
  if (terms.trigger === NO_TRIGGER) return null;
  const code = checkTriggerPrice(terms);
  if (code !== null) return code;
  return market.holds(terms) ? 'order/would-trigger' : null;
}

/** A trigger price is a price like any other. */
export function checkTriggerPrice({ triggerPrice }: OrderTerms): RejectCode | null {
  return isCount(triggerPrice) ? null : 'order/invalid-trigger-price';
}

/** The price is inside the band; a market order without one gets the band's limit. */
export function checkBand(
  state: EngineState,
  market: ListedMarket,
  terms: OrderTerms,
): RejectCode | null {
  const reference = terms.trigger === NO_TRIGGER ? market.reference : terms.triggerPrice;
  if (reference === 0) return state.price === 0 ? 'market/no-reference-price' : null;
  const limit = market.limitPrice(terms.side, reference);
  if (state.price === 0) state.price = limit;
  if (isBeyond(terms.side, state.price, limit)) return 'order/price-outside-band';
  return isUnbounded(market, terms) && isBeyondMarket(state, market, terms)
    ? 'order/price-outside-band'
    : null;
}

/**
 * Whether nothing bounds the trigger price from which the band was measured: a stop's is bounded by
 * the price that reaches it, any other's by the price of its source now, if that has one.
 */
function isUnbounded(market: ListedMarket, terms: OrderTerms): boolean {
  if (terms.trigger === NO_TRIGGER || terms.trigger === stopTrigger(terms.side)) return false;
  return market.price(terms.triggerBy) === 0;
}

function isBeyondMarket(state: EngineState, market: ListedMarket, terms: OrderTerms): boolean {
  const { reference } = market;
  if (reference === 0) return false;
  return isBeyond(terms.side, state.price, market.limitPrice(terms.side, reference));
}

/** Whether a price is worse for its side than a limit. */
export function isBeyond(side: Side, price: Ticks, limit: Ticks): boolean {
  // Without a branch, as the side of the next order cannot be guessed.
  return (price - limit) * (1 - 2 * side) > 0;
}

/** Neither too large for exact amounts nor below the market's minimum. */
export function checkNotional(
  state: EngineState,
  market: ListedMarket,
  terms: OrderTerms,
): RejectCode | null {
  const { k, unitsPerLot, minNotional } = market.parameters;
  const notional = notionalOf(state.price, terms.quantity, k);
  if (notional > MAX_QUANTA || terms.quantity * unitsPerLot > MAX_QUANTA) {
    return 'order/notional-too-large';
  }
  return notional < minNotional ? 'order/notional-too-small' : null;
}
