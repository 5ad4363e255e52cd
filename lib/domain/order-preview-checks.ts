import type { Market } from './market.ts';
import { notionalOf } from './notional.ts';
import type { OrderSide } from './order.ts';
import type { PreviewContext } from './order-preview.ts';
import type { LegRequest, OrderRequest } from './order-request.ts';
import { lowerPriceLimit, upperPriceLimit } from './price-band.ts';
import { MAX_LOTS, MAX_QUANTA, type Ticks } from './quanta.ts';

/** The engine's codes for orders of accounts that may trade in an open market. */
export type OrderRefusal =
  | 'market/no-reference-price'
  | 'order/invalid-quantity'
  | 'order/quantity-too-large'
  | 'order/invalid-price'
  | 'order/reduce-only-on-spot'
  | 'order/invalid-combination'
  | 'order/invalid-display'
  | 'order/expired'
  | 'order/invalid-trigger-price'
  | 'order/would-trigger'
  | 'order/price-outside-band'
  | 'order/notional-too-large'
  | 'order/notional-too-small'
  | 'matching/post-only-would-cross'
  | 'matching/fill-or-kill'
  | 'risk/too-many-orders'
  | 'risk/insufficient-funds';

/** An iceberg shows at least a hundredth of itself. */
export const DISPLAY_PARTS = 100;

/** What an order and each of its legs is checked by. */
type Terms = Pick<
  OrderRequest,
  | 'side'
  | 'timeInForce'
  | 'priceTicks'
  | 'quantityLots'
  | 'triggerTicks'
  | 'displayLots'
  | 'postOnly'
  | 'expiresMs'
> & {
  readonly market: boolean;
  readonly stop: boolean;
  readonly legs: boolean;
};

/** Whether an order is over at once: IOC, FOK, and market orders that do not wait for a trigger. */
export function oneShot({ timeInForce }: Pick<OrderRequest, 'timeInForce'>): boolean {
  return timeInForce === 'IOC' || timeInForce === 'FOK';
}

/** The worst price that a side may be priced at, seen from a reference (docs/matching.md, step 8). */
export function bandLimit(side: OrderSide, referenceTicks: Ticks, bandPpm: number): Ticks {
  return side === 'buy'
    ? upperPriceLimit(referenceTicks, bandPpm)
    : lowerPriceLimit(referenceTicks, bandPpm);
}

/** What the band is measured from: the trigger, else the index, else the last trade; 0 = nothing. */
export function bandReference(
  triggerTicks: Ticks,
  { indexTicks, lastTicks }: Pick<PreviewContext, 'indexTicks' | 'lastTicks'>,
): Ticks {
  if (triggerTicks !== 0) return triggerTicks;
  return indexTicks === 0 ? lastTicks : indexTicks;
}

/** The order's own price, or the protection price that it gets from the band; 0 without either. */
export function orderPrice(
  { side, priceTicks, triggerTicks }: Pick<OrderRequest, 'side' | 'priceTicks' | 'triggerTicks'>,
  context: Pick<PreviewContext, 'market' | 'indexTicks' | 'lastTicks'>,
): Ticks {
  if (priceTicks !== 0) return priceTicks;
  const reference = bandReference(triggerTicks, context);
  return isCount(reference) ? bandLimit(side, reference, context.market.bandPpm) : 0;
}

/** Steps 5 to 10 of docs/matching.md, in their order; the first that fails gives the code. */
export function checkRequest({
  request,
  context,
  priceTicks,
}: {
  readonly request: OrderRequest;
  readonly context: PreviewContext;
  /** What `orderPrice` gives. */
  readonly priceTicks: Ticks;
}): OrderRefusal | null {
  const { takeProfit, stopLoss } = request;
  const terms = termsOf(request);
  return (
    checkShape(terms, context.market) ??
    (request.reduceOnly ? 'order/reduce-only-on-spot' : null) ??
    checkCombination(terms) ??
    checkDisplay(terms) ??
    (request.expiresMs !== 0 && request.expiresMs <= context.nowMs ? 'order/expired' : null) ??
    checkTrigger(terms, context.lastTicks) ??
    checkBand(terms, context, priceTicks) ??
    checkNotional(terms, context.market, priceTicks) ??
    (takeProfit === null ? null : checkTakeProfit(takeProfit, request, context)) ??
    (stopLoss === null ? null : checkStopLoss(stopLoss, request, context)) ??
    (context.openOrders + 1 > context.market.maxOpenOrders ? 'risk/too-many-orders' : null)
  );
}

function termsOf(request: OrderRequest): Terms {
  const { type, takeProfit, stopLoss } = request;
  return {
    ...request,
    market: type === 'market' || type === 'stop',
    stop: type === 'stop' || type === 'stop_limit',
    legs: takeProfit !== null || stopLoss !== null,
  };
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MAX_LOTS;
}

function checkShape(terms: Terms, { maxQuantity }: Market): OrderRefusal | null {
  if (!isCount(terms.quantityLots)) return 'order/invalid-quantity';
  if (terms.quantityLots > maxQuantity) return 'order/quantity-too-large';
  const priced = isCount(terms.priceTicks) || (terms.priceTicks === 0 && terms.market);
  return priced ? null : 'order/invalid-price';
}

function checkCombination(terms: Terms): OrderRefusal | null {
  const { timeInForce, postOnly, displayLots, expiresMs } = terms;
  const atOnce = oneShot(terms);
  const contradicts =
    (terms.market && (!atOnce || postOnly || expiresMs !== 0)) ||
    (atOnce && (postOnly || displayLots !== 0)) ||
    (timeInForce === 'GTD') !== (expiresMs !== 0) ||
    terms.stop !== (terms.triggerTicks !== 0) ||
    (terms.triggerTicks !== 0 && contradictsTrigger(terms));
  return contradicts ? 'order/invalid-combination' : null;
}

function contradictsTrigger(terms: Terms): boolean {
  const { timeInForce, postOnly, displayLots, legs, market } = terms;
  if (postOnly || displayLots !== 0 || legs) return true;
  return timeInForce === 'FOK' || (!market && timeInForce === 'IOC');
}

function checkDisplay({ displayLots, quantityLots }: Terms): OrderRefusal | null {
  if (displayLots === 0) return null;
  const fits =
    isCount(displayLots) &&
    displayLots <= quantityLots &&
    displayLots * DISPLAY_PARTS >= quantityLots;
  return fits ? null : 'order/invalid-display';
}

function checkTrigger({ side, triggerTicks }: Terms, lastTicks: Ticks): OrderRefusal | null {
  if (triggerTicks === 0) return null;
  if (!isCount(triggerTicks)) return 'order/invalid-trigger-price';
  if (lastTicks === 0) return null;
  const reached = side === 'buy' ? lastTicks >= triggerTicks : lastTicks <= triggerTicks;
  return reached ? 'order/would-trigger' : null;
}

function checkBand(
  terms: Pick<Terms, 'side' | 'triggerTicks'>,
  context: PreviewContext,
  priceTicks: Ticks,
): OrderRefusal | null {
  const reference = bandReference(terms.triggerTicks, context);
  if (reference === 0) return priceTicks === 0 ? 'market/no-reference-price' : null;
  const limit = bandLimit(terms.side, reference, context.market.bandPpm);
  const beyond = terms.side === 'buy' ? priceTicks > limit : priceTicks < limit;
  return beyond ? 'order/price-outside-band' : null;
}

function checkNotional(
  { quantityLots }: Pick<Terms, 'quantityLots'>,
  { k, unitsPerLot, minNotional }: Market,
  priceTicks: Ticks,
): OrderRefusal | null {
  const notional = notionalOf(priceTicks, quantityLots, k);
  if (notional > MAX_QUANTA || quantityLots * unitsPerLot > MAX_QUANTA) {
    return 'order/notional-too-large';
  }
  return notional < minNotional ? 'order/notional-too-small' : null;
}

/** A take-profit is a limit order without trigger, on the better side of the stop-loss. */
function checkTakeProfit(
  leg: LegRequest,
  { side, quantityLots, stopLoss }: OrderRequest,
  { market }: PreviewContext,
): OrderRefusal | null {
  if (!isCount(leg.priceTicks)) return 'order/invalid-price';
  const stop = stopLoss?.triggerTicks ?? null;
  const better = stop === null || (side === 'sell' ? leg.priceTicks < stop : leg.priceTicks > stop);
  if (leg.type !== 'limit' || leg.triggerTicks !== 0 || !better) {
    return 'order/invalid-combination';
  }
  return checkNotional({ quantityLots }, market, leg.priceTicks);
}

/** A stop-loss has a trigger; its band is measured from that. */
function checkStopLoss(
  leg: LegRequest,
  { side, quantityLots }: OrderRequest,
  context: PreviewContext,
): OrderRefusal | null {
  const market = leg.type === 'stop';
  if (!isCount(leg.priceTicks) && (leg.priceTicks !== 0 || !market)) return 'order/invalid-price';
  if (leg.triggerTicks === 0) return 'order/invalid-combination';
  if (!isCount(leg.triggerTicks)) return 'order/invalid-trigger-price';
  const terms = {
    side: side === 'buy' ? 'sell' : 'buy',
    priceTicks: leg.priceTicks,
    triggerTicks: leg.triggerTicks,
    quantityLots,
  } as const;
  const priceTicks = orderPrice(terms, context);
  return checkBand(terms, context, priceTicks) ?? checkNotional(terms, context.market, priceTicks);
}
