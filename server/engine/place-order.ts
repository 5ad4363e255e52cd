import type { Ticks } from '#lib/domain/quanta.ts';
import { checkSelfCross } from './auction.ts';
import { canFillWhole } from './can-fill-whole.ts';
import { checkAgentLimits, checkSignatures } from './check-authority.ts';
import {
  checkBand,
  checkNotional,
  checkShape,
  checkTerms,
  checkTriggerPrice,
  hasLegs,
} from './check-terms.ts';
import type { Leg, MarketState, PlaceOrder } from './command.ts';
import * as commands from './command.ts';
import { contentDigest } from './content-digest.ts';
import type { EngineState } from './engine-state.ts';
import type { ListedMarket } from './listed-market.ts';
import { matchOrder } from './match-order.ts';
import type { LegTerms, ParkedLeg, Signing } from './order-details.ts';
import * as orderPool from './order-pool.ts';
import type { OrderTerms, TermsDraft } from './order-terms.ts';
import { createOrder, detailsOf, legTermsOf, rest, wait } from './orders.ts';
import type { RejectCode } from './reject-code.ts';
import { signingOf, signOrder } from './sign-order.ts';

const {
  BUY,
  CANCEL_ONLY,
  DELISTED,
  FOK,
  GTC,
  GTD,
  HALTED,
  LIMIT,
  NO_TRIGGER,
  POST_ONLY,
  POST_ONLY_OFF,
  POST_ONLY_SLIDE,
  PRE_OPEN,
} = commands;
// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { NONE } = orderPool;

/** Places one order, with take-profit and stop-loss if it has them. */
export function placeOrder(state: EngineState, command: PlaceOrder): ListedMarket | null {
  const { account, orderId, clientOrderId } = command;
  const market = state.market(command.market);
  if (market === null) {
    state.events.rejected(account, orderId, 'market/unknown');
    return null;
  }
  const first = clientOrderId === 0 ? NONE : state.clients.find(account, clientOrderId);
  const code = checkIdentity(state, command) ?? checkClientIds(state, command, first);
  if (code === null && first !== NONE) {
    state.events.duplicate(account, state.clients.orderId(first));
    return null;
  }
  const refusal = code ?? checkOrder(state, market, command);
  if (refusal !== null) {
    state.events.rejected(account, orderId, refusal);
    return null;
  }
  const slot = createOrder(state, command, state.price);
  if (clientOrderId !== 0 || command.takeProfit !== null || command.stopLoss !== null) {
    rememberIds(state, command, slot);
  }
  if (command.authority !== null) signOrder(state, command, slot);
  state.ledger.lock(account, market.assetOf(command.side), state.lock);
  state.events.accepted(state, slot, command);
  if (command.trigger !== NO_TRIGGER) wait(state, market, slot);
  else if (market.matches) matchOrder(state, market, slot);
  else rest(state, market, slot);
  return market;
}

/** The account trades, and every order id of the command is new. */
function checkIdentity(state: EngineState, command: PlaceOrder): RejectCode | null {
  const fault = state.accounts.tradingFault(command.account);
  if (fault !== null) return fault;
  const { orderId, takeProfit, stopLoss } = command;
  if (takeProfit === null && stopLoss === null) {
    if (orderId === 0) return 'order/invalid-id';
    return isTaken(state, orderId) ? 'order/duplicate-id' : null;
  }
  return checkOrderIds(state, idsOf(orderId, takeProfit, stopLoss));
}

function idsOf(first: number, second: Leg | null, third: Leg | null): readonly number[] {
  return [
    first,
    ...(second === null ? [] : [second.orderId]),
    ...(third === null ? [] : [third.orderId]),
  ];
}

/** Order ids of one command: none is 0, none is taken, all differ. */
export function checkOrderIds(state: EngineState, ids: readonly number[]): RejectCode | null {
  if (ids.includes(0)) return 'order/invalid-id';
  const taken = new Set(ids).size < ids.length || ids.some((id) => isTaken(state, id));
  return taken ? 'order/duplicate-id' : null;
}

function isTaken(state: EngineState, orderId: number): boolean {
  if (orderId > state.largestOrderId) return false;
  if (state.ids.find(orderId) !== NONE) return true;
  return state.parkedIds.size > 0 && state.parkedIds.has(orderId);
}

function checkClientIds(state: EngineState, command: PlaceOrder, first: number): RejectCode | null {
  const { account, takeProfit, stopLoss } = command;
  if (first !== NONE) {
    return state.clients.digest(first) === contentDigest(command) ? null : 'order/client-id-reused';
  }
  if (takeProfit === null && stopLoss === null) return null;
  const ids = [command.clientOrderId, takeProfit?.clientOrderId ?? 0, stopLoss?.clientOrderId ?? 0];
  return checkNewClientIds(state, account, ids);
}

/** Client order ids of one command: those that are not 0 differ, and none is remembered. */
export function checkNewClientIds(
  state: EngineState,
  account: number,
  clientOrderIds: readonly number[],
): RejectCode | null {
  const given = clientOrderIds.filter((id) => id !== 0);
  const reused =
    new Set(given).size < given.length ||
    given.some((id) => state.clients.find(account, id) !== NONE);
  return reused ? 'order/client-id-reused' : null;
}

/** Authority and steps 4 to 12 of docs/matching.md; leaves the price that the order comes to in `state.price`. */
function checkOrder(
  state: EngineState,
  market: ListedMarket,
  command: PlaceOrder,
): RejectCode | null {
  return (
    (isUnsigned(command) ? null : checkSignatures(state, market, command)) ??
    checkMarketState(market.state, command) ??
    checkTerms(state, market, command) ??
    (hasLegs(command) ? checkLegs(state, market, command) : null) ??
    (command.authority === null ? null : checkAgentLimits(state, market, command)) ??
    checkRoom(market, command.account, 1) ??
    (dependsOnBook(market, command) ? checkMatching(state, market, command) : null) ??
    checkFunds(state, market, command)
  );
}

/** Whether nothing of it is signed, its legs included, since it has none; asked here to spare a call. */
function isUnsigned({ authority, takeProfit, stopLoss }: PlaceOrder): boolean {
  return authority === null && takeProfit === null && stopLoss === null;
}

/** Whether a market in this state takes this kind of order. */
export function checkMarketState(state: MarketState, terms: OrderTerms): RejectCode | null {
  if (state === PRE_OPEN) return isPlain(terms) ? null : 'market/pre-open';
  if (state === POST_ONLY) return terms.postOnly === POST_ONLY_OFF ? 'market/post-only' : null;
  return closedState(state);
}

/** The code of a state in which no order is taken; `null` for the others. */
function closedState(state: MarketState): RejectCode | null {
  if (state === HALTED) return 'market/halted';
  if (state === CANCEL_ONLY) return 'market/cancel-only';
  return state === DELISTED ? 'market/delisted' : null;
}

function isPlain(terms: OrderTerms): boolean {
  const { type, timeInForce, postOnly, displayQuantity, trigger } = terms;
  const waits = timeInForce === GTC || timeInForce === GTD;
  return (
    type === LIMIT &&
    waits &&
    postOnly === POST_ONLY_OFF &&
    displayQuantity === 0 &&
    trigger === NO_TRIGGER &&
    !hasLegs(terms)
  );
}

/** Take-profit, then stop-loss: shape, trigger, band and notional of each. */
function checkLegs(
  state: EngineState,
  market: ListedMarket,
  command: PlaceOrder,
): RejectCode | null {
  const { takeProfit, stopLoss } = command;
  const parentPrice = state.price;
  const code =
    (takeProfit === null ? null : checkTakeProfit(state, market, command, takeProfit)) ??
    (stopLoss === null ? null : checkStop(state, market, legTerms(state, command, stopLoss)));
  state.price = parentPrice;
  return code;
}

function legTerms(state: EngineState, command: PlaceOrder, leg: Leg): TermsDraft {
  const { account, market, quantity, selfTrade } = command;
  const side = command.side === BUY ? 1 : 0;
  const of = { account, market, side, quantity, selfTrade, expiry: 0, time: command.time } as const;
  return legTermsOf(state.draft, { leg, of });
}

function checkTakeProfit(
  state: EngineState,
  market: ListedMarket,
  command: PlaceOrder,
  takeProfit: Leg,
): RejectCode | null {
  const terms = legTerms(state, command, takeProfit);
  return (
    checkShape(state, market, terms) ??
    checkLimitLeg(terms, command.stopLoss?.triggerPrice ?? null) ??
    checkNotional(state, market, terms)
  );
}

/** A limit leg has no trigger, and is on the better side of the stop leg's. */
export function checkLimitLeg(terms: OrderTerms, stopTrigger: Ticks | null): RejectCode | null {
  const fits =
    terms.type === LIMIT &&
    terms.trigger === NO_TRIGGER &&
    (stopTrigger === null ||
      (terms.side === BUY ? terms.price < stopTrigger : terms.price > stopTrigger));
  return fits ? null : 'order/invalid-combination';
}

/** A stop leg that waits for its parent; when it wakes up, its trigger may have been reached. */
export function checkStop(
  state: EngineState,
  market: ListedMarket,
  terms: OrderTerms,
): RejectCode | null {
  return (
    checkShape(state, market, terms) ??
    checkStopLeg(terms) ??
    checkTriggerPrice(terms) ??
    checkBand(state, market, terms) ??
    checkNotional(state, market, terms)
  );
}

/** A stop leg has a trigger. */
export function checkStopLeg(terms: OrderTerms): RejectCode | null {
  return terms.trigger === NO_TRIGGER ? 'order/invalid-combination' : null;
}

/** The account may have so many more open orders in this market. */
export function checkRoom(
  market: ListedMarket,
  account: number,
  orders: number,
): RejectCode | null {
  const open = market.openOrders(account) + orders;
  return open > market.parameters.maxOpenOrders ? 'risk/too-many-orders' : null;
}

/** Whether the book has a say in accepting the order: for most it has none. */
function dependsOnBook(market: ListedMarket, terms: OrderTerms): boolean {
  if (terms.trigger !== NO_TRIGGER) return false;
  return terms.postOnly !== POST_ONLY_OFF || terms.timeInForce === FOK || !market.matches;
}

/** Post-only, fill-or-kill and the auction's own rule; slides the price of a post-only order. */
export function checkMatching(
  state: EngineState,
  market: ListedMarket,
  terms: OrderTerms,
): RejectCode | null {
  if (!market.matches) return checkSelfCross(state, market, terms);
  if (terms.postOnly !== POST_ONLY_OFF && market.wouldCross(terms.side, state.price)) {
    const behind = terms.postOnly === POST_ONLY_SLIDE ? market.priceBehindBest(terms.side) : 0;
    if (behind === 0) return 'matching/post-only-would-cross';
    state.price = behind;
  }
  if (terms.timeInForce !== FOK || canFillWhole(state, market, terms)) return null;
  return 'matching/fill-or-kill';
}

function checkFunds(
  state: EngineState,
  market: ListedMarket,
  terms: OrderTerms,
): RejectCode | null {
  const lock = market.lockOf(terms.side, state.price, terms.quantity);
  state.lock = lock;
  const available = state.ledger.available(terms.account, market.assetOf(terms.side));
  return available < lock ? 'risk/insufficient-funds' : null;
}

/** Remembers client order ids, and keeps attached legs until the order is done. */
function rememberIds(state: EngineState, command: PlaceOrder, slot: number): void {
  const { account, clientOrderId, orderId, takeProfit, stopLoss } = command;
  const entry = detailsOf(state, slot);
  if (clientOrderId !== 0) {
    const clientEntry = state.clients.add(account, clientOrderId, orderId, contentDigest(command));
    state.details.setClientEntry(entry, clientEntry);
  }
  if (takeProfit === null && stopLoss === null) return;
  const park = (leg: Leg | null) =>
    leg === null
      ? null
      : parkLeg(state, { ...leg, ...signingOf(state, account, leg.authority) }, account);
  state.details.setLegs(entry, { takeProfit: park(takeProfit), stopLoss: park(stopLoss) });
}

/** A leg's content is its parent's, so its own client order id never shows a duplicate: digest 0. */
export function parkLeg(state: EngineState, leg: LegTerms & Signing, account: number): ParkedLeg {
  const { orderId, clientOrderId, type, price, triggerPrice, triggerBy, signer, expiry } = leg;
  const clientEntry =
    clientOrderId === 0 ? NONE : state.clients.add(account, clientOrderId, orderId, 0);
  state.parkedIds.add(orderId);
  state.largestOrderId = Math.max(state.largestOrderId, orderId);
  const terms = { orderId, clientOrderId, type, price, triggerPrice, triggerBy };
  return { ...terms, signer, expiry, clientEntry };
}
