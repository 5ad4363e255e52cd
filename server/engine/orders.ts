import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import type { OrderType, SelfTradeMode, Side, TimeInForce, Trigger } from './command.ts';
import * as commands from './command.ts';
import * as doneReason from './done-reason.ts';
import type { EngineState } from './engine-state.ts';
import { invariant } from './invariant.ts';
import type { ListedMarket } from './listed-market.ts';
import type { Activation, AttachedLegs, LegTerms } from './order-details.ts';
import * as orderFlags from './order-flags.ts';
import {
  marketOf,
  packFlags,
  selfTradeOf,
  sideOf,
  statusOf,
  triggerByOf,
  triggerOf,
  withStatus,
} from './order-flags.ts';
import * as orderPool from './order-pool.ts';
import type { OrderTerms, TermsDraft } from './order-terms.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { BUY, FALLING, GTC, GTD, IOC, MARKET, NO_TRIGGER, POST_ONLY_OFF, RISING, SELL } = commands;
const { PARENT, SIBLING } = doneReason;
const { ENLISTED, LOCK_CARRIED, RESTING, TAKING, WAITING } = orderFlags;
const { NONE } = orderPool;

/** Lots of an order that are neither filled nor canceled. */
export function remainingOf({ pool }: EngineState, slot: number): Lots {
  return pool.visible(slot) + pool.hidden(slot);
}

/** An order out of checked terms, in no list yet. All that remains of it is in its visible lots. */
export function createOrder(state: EngineState, terms: OrderTerms, price: Ticks): number {
  const { pool } = state;
  const slot = pool.take();
  pool.setId(slot, terms.orderId);
  if (terms.orderId > state.largestOrderId) state.largestOrderId = terms.orderId;
  pool.setAccount(slot, terms.account);
  pool.setFlags(slot, packFlags(terms));
  pool.setPrice(slot, price);
  pool.setVisible(slot, terms.quantity);
  pool.setHidden(slot, 0);
  pool.setFilled(slot, 0);
  pool.setLockPrice(slot, price);
  pool.setDetails(slot, NONE);
  if (terms.displayQuantity !== 0) {
    state.details.setDisplay(detailsOf(state, slot), terms.displayQuantity);
  }
  if (terms.expiry !== 0) state.details.setExpiry(detailsOf(state, slot), terms.expiry);
  if (terms.triggerPrice !== 0) {
    state.details.setTriggerPrice(detailsOf(state, slot), terms.triggerPrice);
  }
  return slot;
}

/** The order's entry for what only some orders have; made with the first use. */
export function detailsOf({ pool, details }: EngineState, slot: number): number {
  let entry = pool.details(slot);
  if (entry === NONE) {
    entry = details.take();
    pool.setDetails(slot, entry);
  }
  return entry;
}

/** Slot of the other leg of an order's pair, or `NONE`. */
export function siblingOf({ pool, details }: EngineState, slot: number): number {
  const entry = pool.details(slot);
  return entry === NONE ? NONE : details.sibling(entry);
}

/** Ties two legs together: the limit leg holds the lock of both. */
export function pairUp(state: EngineState, limitLeg: number, stopLeg: number): void {
  const { pool, details } = state;
  details.setSibling(detailsOf(state, limitLeg), stopLeg);
  details.setSibling(detailsOf(state, stopLeg), limitLeg);
  pool.setFlags(stopLeg, pool.flags(stopLeg) | LOCK_CARRIED);
}

/** Puts an order where it can be found: by id, by account, among those that expire. */
export function enlist(state: EngineState, market: ListedMarket, slot: number): void {
  const { pool } = state;
  state.accountOrders.add(slot);
  pool.list(slot);
  market.countOrder(pool.account(slot), 1);
  pool.setFlags(slot, pool.flags(slot) | ENLISTED);
  const entry = pool.details(slot);
  if (entry === NONE) return;
  const expiry = state.details.expiry(entry);
  if (expiry !== 0) state.expiries.set(slot, expiry, pool.id(slot));
}

function delist(state: EngineState, market: ListedMarket, slot: number): void {
  const { pool } = state;
  state.accountOrders.remove(slot);
  pool.unlist(slot);
  market.countOrder(pool.account(slot), -1);
}

/** Locks what the order may have to pay; its own lock price tells how much. */
export function lockOrder(state: EngineState, market: ListedMarket, slot: number): void {
  const { pool } = state;
  const side = pool.side(slot);
  const amount = market.lockOf(side, pool.lockPrice(slot), remainingOf(state, slot));
  state.ledger.lock(pool.account(slot), market.assetOf(side), amount);
}

/** Gives back the lock of some of an order's lots. */
export function unlockLots(
  state: EngineState,
  market: ListedMarket,
  slot: number,
  lots: Lots,
): void {
  const { pool } = state;
  const flags = pool.flags(slot);
  if (lots === 0 || (flags & LOCK_CARRIED) !== 0) return;
  const side = sideOf(flags);
  const amount = market.lockOf(side, pool.lockPrice(slot), lots);
  state.ledger.unlock(pool.account(slot), market.assetOf(side), amount);
}

/** Puts what remains of an order into the book, at the tail of its level. */
export function rest(state: EngineState, market: ListedMarket, slot: number): void {
  const { pool } = state;
  const entry = pool.details(slot);
  if (entry !== NONE) hideBehindDisplay(state, slot, state.details.display(entry));
  pool.setFlags(slot, withStatus(pool.flags(slot), RESTING));
  if ((pool.flags(slot) & ENLISTED) === 0) enlist(state, market, slot);
  const side = pool.side(slot);
  const price = pool.price(slot);
  pool.add(market.ladder(side), slot, price);
  invariant(!(market.matches && market.wouldCross(side, price)), 'the book is crossed');
}

function hideBehindDisplay({ pool }: EngineState, slot: number, display: Lots): void {
  const remaining = pool.visible(slot) + pool.hidden(slot);
  const visible = display === 0 ? remaining : Math.min(display, remaining);
  pool.setVisible(slot, visible);
  pool.setHidden(slot, remaining - visible);
}

/** Puts an order behind its trigger. */
export function wait(state: EngineState, market: ListedMarket, slot: number): void {
  const { pool } = state;
  const flags = withStatus(pool.flags(slot), WAITING);
  pool.setFlags(slot, flags);
  if ((flags & ENLISTED) === 0) enlist(state, market, slot);
  const triggerPrice = state.details.triggerPrice(pool.details(slot));
  market.triggers(triggerByOf(flags), triggerOf(flags)).add(slot, triggerPrice);
  market.waiting += 1;
}

/** Takes an order out of the book, or from behind its trigger. */
export function takeOut(state: EngineState, market: ListedMarket, slot: number): void {
  const { pool } = state;
  const flags = pool.flags(slot);
  const status = statusOf(flags);
  if (status === RESTING || status === WAITING) pool.remove(slot);
  if (status === WAITING) market.waiting -= 1;
  pool.setFlags(slot, withStatus(flags, TAKING));
}

/** What becomes of legs that wait for an order which is done. */
const ACTIVATE_LEGS = 0;
export const DROP_LEGS = 1;
type LegsFate = typeof ACTIVATE_LEGS | typeof DROP_LEGS;

/** Ends an open order wherever it is, for one of the reasons of `doneReasons`. */
export function cancelOrder(
  state: EngineState,
  slot: number,
  reason: number,
  legs: LegsFate = ACTIVATE_LEGS,
): void {
  takeOut(state, state.listed(marketOf(state.pool.flags(slot))), slot);
  finishOrder(state, slot, reason, legs);
}

/**
 * Ends an order which is in no queue any more: gives back its lock, forgets it, ends the other leg
 * of its pair, and lets its attached legs go on.
 */
export function finishOrder(
  state: EngineState,
  slot: number,
  reason: number,
  legs: LegsFate = ACTIVATE_LEGS,
): void {
  const { pool } = state;
  const flags = pool.flags(slot);
  const market = state.listed(marketOf(flags));
  const remaining = remainingOf(state, slot);
  unlockLots(state, market, slot, remaining);
  if ((flags & ENLISTED) !== 0) delist(state, market, slot);
  state.events.done(pool, slot, remaining, reason);
  if (pool.details(slot) !== NONE) finishDetails(state, slot, legs);
  pool.setFlags(slot, 0);
  pool.release(slot);
}

function finishDetails(state: EngineState, slot: number, legs: LegsFate): void {
  const { pool, details } = state;
  const entry = pool.details(slot);
  const sibling = details.sibling(entry);
  const attached = details.legs(entry);
  const clientEntry = details.clientEntry(entry);
  if (clientEntry !== NONE) state.clients.finish(clientEntry);
  if (details.expiry(entry) !== 0) state.expiries.remove(slot);
  details.release(entry);
  pool.setDetails(slot, NONE);
  if (sibling !== NONE) {
    details.setSibling(pool.details(sibling), NONE);
    cancelOrder(state, sibling, SIBLING);
  }
  if (attached === null) return;
  const activation = activationOf(state, slot, attached);
  if (activation.filled === 0 || legs === DROP_LEGS) dropLegs(state, activation, PARENT);
  else state.followUps.add({ kind: 'activation', activation });
}

function activationOf({ pool }: EngineState, slot: number, attached: AttachedLegs): Activation {
  const flags = pool.flags(slot);
  return {
    parentId: pool.id(slot),
    account: pool.account(slot),
    market: marketOf(flags),
    side: sideOf(flags) === BUY ? SELL : BUY,
    selfTrade: selfTradeOf(flags),
    filled: pool.filled(slot),
    takeProfit: attached.takeProfit,
    stopLoss: attached.stopLoss,
  };
}

/** Ends legs that never became orders, take-profit first. */
export function dropLegs(
  state: EngineState,
  activation: AttachedLegs & Pick<Activation, 'account' | 'market'>,
  reason: number,
): void {
  const { account, market } = activation;
  for (const leg of [activation.takeProfit, activation.stopLoss]) {
    if (leg === null) continue;
    state.parkedIds.delete(leg.orderId);
    if (leg.clientEntry !== NONE) state.clients.finish(leg.clientEntry);
    state.events.legDone({ account, market, orderId: leg.orderId }, reason);
  }
}

/** What the legs of one parent or pair have in common. */
export type LegsOf = {
  readonly account: number;
  readonly market: number;
  readonly side: Side;
  readonly quantity: Lots;
  readonly selfTrade: SelfTradeMode;
  readonly expiry: number;
  /** When they are checked, milliseconds since the epoch. */
  readonly time: number;
};

/** Terms of a leg as the order that it is, or will become. */
export function legTermsOf(
  terms: TermsDraft,
  { leg, of }: { readonly leg: LegTerms; readonly of: LegsOf },
): TermsDraft {
  terms.account = of.account;
  terms.market = of.market;
  terms.orderId = leg.orderId;
  terms.clientOrderId = leg.clientOrderId;
  terms.side = of.side;
  terms.type = leg.type;
  terms.timeInForce = legTimeInForce(leg.type, of.expiry);
  terms.postOnly = POST_ONLY_OFF;
  terms.selfTrade = of.selfTrade;
  terms.trigger = leg.triggerPrice === 0 ? NO_TRIGGER : stopTrigger(of.side);
  terms.triggerBy = leg.triggerBy;
  terms.price = leg.price;
  terms.triggerPrice = leg.triggerPrice;
  terms.quantity = of.quantity;
  terms.displayQuantity = 0;
  terms.expiry = of.expiry;
  terms.time = of.time;
  return terms;
}

function legTimeInForce(type: OrderType, expiry: number): TimeInForce {
  if (type === MARKET) return IOC;
  return expiry === 0 ? GTC : GTD;
}

/** A stop that buys waits for a higher price, one that sells for a lower one. */
export function stopTrigger(side: Side): Trigger {
  return side === BUY ? RISING : FALLING;
}
