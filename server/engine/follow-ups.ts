import {
  FALLING,
  MARKET,
  POST_ONLY,
  type PriceSource,
  RISING,
  type Side,
  type Trigger,
} from './command.ts';
import {
  EXPIRED,
  INSUFFICIENT_FUNDS,
  MARKET_CLOSED,
  POST_ONLY_MARKET,
  SIBLING,
  TOO_MANY_ORDERS,
} from './done-reason.ts';
import type { EngineState } from './engine-state.ts';
import { type ListedMarket, priceSources } from './listed-market.ts';
import { matchOrder } from './match-order.ts';
import type { Activation, ParkedLeg } from './order-details.ts';
import {
  LOCK_CARRIED,
  marketOf,
  QUEUED,
  sideOf,
  statusOf,
  TAKING,
  typeOf,
  withoutTrigger,
  withStatus,
} from './order-flags.ts';
import { NONE } from './order-pool.ts';
import type { OrderTerms } from './order-terms.ts';
import {
  cancelOrder,
  createOrder,
  detailsOf,
  dropLegs,
  enlist,
  finishOrder,
  type LegsOf,
  legTermsOf,
  lockOrder,
  pairUp,
  siblingOf,
  stopTrigger,
  takeOut,
  wait,
} from './orders.ts';
import { noteSigning } from './sign-order.ts';

/** Executes what a command caused: triggered orders and activated legs, until nothing is left. */
export function runFollowUps(state: EngineState): void {
  for (let next = state.followUps.next(); next !== null; next = state.followUps.next()) {
    if (next.kind === 'activation') activate(state, next.activation);
    else executeTriggered(state, next);
  }
}

/** Moves every order whose trigger is reached to the follow-ups, in the order of docs/matching.md. */
export function queueTriggered(state: EngineState, market: ListedMarket): void {
  if (market.waiting === 0 || !market.matches) return;
  for (const triggerBy of priceSources) {
    queueReached(state, market, { trigger: RISING, triggerBy });
    queueReached(state, market, { trigger: FALLING, triggerBy });
  }
}

function queueReached(
  state: EngineState,
  market: ListedMarket,
  { trigger, triggerBy }: { readonly trigger: Trigger; readonly triggerBy: PriceSource },
): void {
  const { pool } = state;
  const levels = market.triggers(triggerBy, trigger);
  while (levels.best !== 0 && market.holds({ trigger, triggerBy, triggerPrice: levels.best })) {
    const slot = levels.head();
    takeOut(state, market, slot);
    pool.setFlags(slot, withStatus(pool.flags(slot), QUEUED));
    state.followUps.add({ kind: 'triggered', slot, orderId: pool.id(slot) });
  }
}

function executeTriggered(
  state: EngineState,
  { slot, orderId }: { readonly slot: number; readonly orderId: number },
): void {
  const { pool } = state;
  const flags = pool.flags(slot);
  // It may have been canceled meanwhile, and its slot used again.
  if (pool.find(orderId) !== slot || statusOf(flags) !== QUEUED) return;
  const market = state.listed(marketOf(flags));
  pool.setFlags(slot, withoutTrigger(withStatus(flags, TAKING)));
  state.details.setTriggerPrice(pool.details(slot), 0);
  state.events.triggered(pool, slot);
  leavePair(state, market, slot);
  enter(state, market, slot);
  queueTriggered(state, market);
}

/** A stop leg whose trigger is reached: the limit leg ends, its lock becomes the stop leg's own. */
function leavePair(state: EngineState, market: ListedMarket, slot: number): void {
  const { pool, details } = state;
  const sibling = siblingOf(state, slot);
  if (sibling === NONE) return;
  details.setSibling(pool.details(slot), NONE);
  details.setSibling(pool.details(sibling), NONE);
  cancelOrder(state, sibling, SIBLING);
  pool.setFlags(slot, pool.flags(slot) & ~LOCK_CARRIED);
  lockOrder(state, market, slot);
}

/** Matches an order that was waiting; a post-only market takes it only if it adds liquidity. */
function enter(state: EngineState, market: ListedMarket, slot: number): void {
  const { pool } = state;
  const takes =
    typeOf(pool.flags(slot)) === MARKET ||
    market.wouldCross(sideOf(pool.flags(slot)), pool.price(slot));
  if (market.state === POST_ONLY && takes) {
    finishOrder(state, slot, POST_ONLY_MARKET);
  } else {
    matchOrder(state, market, slot);
  }
}

/** Makes orders of the legs of a parent that is done. */
function activate(state: EngineState, activation: Activation): void {
  const market = state.listed(activation.market);
  const { takeProfit, stopLoss } = activation;
  if (!market.matches) {
    dropLegs(state, activation, MARKET_CLOSED);
    return;
  }
  if (hasEnded(state, takeProfit) || hasEnded(state, stopLoss)) {
    dropLegs(state, activation, EXPIRED);
    return;
  }
  const quantity = affordable(state, market, activation);
  const count = (takeProfit === null ? 0 : 1) + (stopLoss === null ? 0 : 1);
  const open = market.openOrders(activation.account) + count;
  if (quantity === 0) {
    dropLegs(state, activation, INSUFFICIENT_FUNDS);
  } else if (open > market.parameters.maxOpenOrders) {
    dropLegs(state, activation, TOO_MANY_ORDERS);
  } else {
    const of = { ...activation, quantity, expiry: 0, time: state.time };
    openLegs(state, market, { of, takeProfit, stopLoss });
  }
  queueTriggered(state, market);
}

/** Whether the signature of a leg has ended while it waited for its parent. */
function hasEnded({ time }: EngineState, leg: ParkedLeg | null): boolean {
  return leg !== null && leg.expiry !== 0 && leg.expiry <= time;
}

/** Lots that the account can lock, up to what the parent filled. */
function affordable(state: EngineState, market: ListedMarket, activation: Activation): number {
  const { account, side, takeProfit, stopLoss, filled } = activation;
  const lockPrice = Math.max(
    takeProfit?.price ?? 0,
    stopLoss === null ? 0 : stopPriceOf(market, stopLoss, side),
  );
  const available = state.ledger.available(account, market.assetOf(side));
  const each = market.lockOf(side, lockPrice, 1);
  return Math.min(filled, wholeQuotient(available, each));
}

/** ⌊a / b⌋ exactly: the quotient of two doubles may round up to the next whole number. */
function wholeQuotient(a: number, b: number): number {
  const quotient = Math.floor(a / b);
  return quotient * b > a ? quotient - 1 : quotient;
}

/** A stop leg of market type without price is protected by the band around its trigger price. */
function stopPriceOf(market: ListedMarket, leg: ParkedLeg, side: Side): number {
  return leg.price === 0 ? market.limitPrice(side, leg.triggerPrice) : leg.price;
}

type LegsToOpen = {
  readonly of: LegsOf & { readonly parentId: number };
  readonly takeProfit: ParkedLeg | null;
  readonly stopLoss: ParkedLeg | null;
};

function openLegs(
  state: EngineState,
  market: ListedMarket,
  { of, takeProfit, stopLoss }: LegsToOpen,
): void {
  const limitSlot = takeProfit === null ? NONE : openLeg(state, { leg: takeProfit, of });
  let stopSlot = NONE;
  if (stopLoss !== null) {
    const leg = { ...stopLoss, price: stopPriceOf(market, stopLoss, of.side) };
    stopSlot = openLeg(state, { leg, of });
  }
  if (limitSlot !== NONE && stopSlot !== NONE) pairLegs(state, market, limitSlot, stopSlot);
  else lockOrder(state, market, limitSlot === NONE ? stopSlot : limitSlot);
  const reached = stopLoss !== null && market.holds({ ...stopLoss, trigger: stopTrigger(of.side) });
  if (stopSlot !== NONE && reached) {
    queueNow(state, stopSlot);
    return;
  }
  if (stopSlot !== NONE) wait(state, market, stopSlot);
  if (limitSlot !== NONE) enter(state, market, limitSlot);
}

/** An activated stop whose trigger is reached is executed at once, not after other follow-ups. */
function queueNow(state: EngineState, slot: number): void {
  const { pool } = state;
  pool.setFlags(slot, withStatus(pool.flags(slot), QUEUED));
  executeTriggered(state, { slot, orderId: pool.id(slot) });
}

function openLeg(
  state: EngineState,
  { leg, of }: { readonly leg: ParkedLeg; readonly of: LegsToOpen['of'] },
): number {
  const terms = legTermsOf(state.draft, { leg, of });
  const slot = createOrder(state, terms, terms.price);
  state.parkedIds.delete(leg.orderId);
  if (leg.clientEntry !== NONE) {
    state.details.setClientEntry(detailsOf(state, slot), leg.clientEntry);
  }
  if (leg.signer !== NONE) noteSigning(state, slot, leg);
  enlist(state, state.listed(of.market), slot);
  state.events.activated(state, slot, acceptedTerms(terms, of.parentId));
  return slot;
}

function acceptedTerms(terms: OrderTerms, parentId: number) {
  const { clientOrderId, quantity, triggerPrice } = terms;
  return { clientOrderId, quantity, triggerPrice, parentId };
}

/** One lock for both legs, at the price that may cost more. */
export function pairLegs(
  state: EngineState,
  market: ListedMarket,
  limitSlot: number,
  stopSlot: number,
): void {
  const { pool } = state;
  pairUp(state, limitSlot, stopSlot);
  pool.setLockPrice(limitSlot, Math.max(pool.price(limitSlot), pool.price(stopSlot)));
  lockOrder(state, market, limitSlot);
}
