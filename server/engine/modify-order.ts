import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import { findOrder } from './cancel-orders.ts';
import { checkAgentNotional, checkAuthority } from './check-authority.ts';
import {
  checkBand,
  checkExpiry,
  checkNotional,
  checkShape,
  checkTerms,
  checkTrigger,
} from './check-terms.ts';
import {
  type Authority,
  BUY,
  CANCEL_ONLY,
  GTD,
  HALTED,
  type ModifyOrder,
  NO_TRIGGER,
  POST_ONLY,
  PRE_OPEN,
} from './command.ts';
import type { EngineState } from './engine-state.ts';
import type { ListedMarket } from './listed-market.ts';
import { matchOrder } from './match-order.ts';
import { modifyLeg } from './modify-leg.ts';
import {
  marketOf,
  postOnlyOf,
  selfTradeOf,
  sideOf,
  statusOf,
  timeInForceOf,
  triggerByOf,
  triggerOf,
  typeOf,
  WAITING,
} from './order-flags.ts';
import { NONE } from './order-pool.ts';
import type { OrderTerms } from './order-terms.ts';
import {
  detailsOf,
  lockOrder,
  remainingOf,
  rest,
  siblingOf,
  takeOut,
  unlockLots,
  wait,
} from './orders.ts';
import { checkMarketState, checkMatching } from './place-order.ts';
import type { RejectCode } from './reject-code.ts';
import { signAnew, signerOf } from './sign-order.ts';

/** What an order is to become, beside what it is. */
type Change = {
  readonly slot: number;
  readonly total: Lots;
  readonly price: Ticks;
  readonly quantity: Lots;
  readonly triggerPrice: Ticks;
  /** Nothing but a smaller size: the order keeps its place. */
  readonly onlySmaller: boolean;
};

/** Changes price, size or trigger price of an open order, or of a leg that waits for one. */
export function modifyOrder(state: EngineState, command: ModifyOrder): ListedMarket | null {
  const slot = findOrder(state, command);
  if (slot === NONE) {
    if (modifyLeg(state, command)) return null;
    state.events.rejected(command.account, command.orderId, 'order/unknown');
    return null;
  }
  const market = state.listed(marketOf(state.pool.flags(slot)));
  const change = changeOf(state, command, slot);
  const code =
    checkChange(state, market, { command, change }) ??
    (change.onlySmaller ? null : checkReplacement(state, market, { command, change }));
  if (code !== null) {
    state.events.rejected(command.account, state.pool.id(slot), code);
    return null;
  }
  if (change.onlySmaller) shrink(state, market, change);
  else replace(state, market, { command, change });
  return market;
}

function changeOf(state: EngineState, command: ModifyOrder, slot: number): Change {
  const { pool } = state;
  const total = pool.filled(slot) + remainingOf(state, slot);
  const price = command.price === 0 ? pool.price(slot) : command.price;
  const present = triggerPriceOf(state, slot);
  const triggerPrice = command.triggerPrice === 0 ? present : command.triggerPrice;
  const quantity = command.quantity === 0 ? total : command.quantity;
  const onlySmaller = price === pool.price(slot) && triggerPrice === present && quantity < total;
  return { slot, total, price, quantity, triggerPrice, onlySmaller };
}

function triggerPriceOf({ pool, details }: EngineState, slot: number): Ticks {
  const entry = pool.details(slot);
  return entry === NONE ? 0 : details.triggerPrice(entry);
}

function checkChange(
  state: EngineState,
  market: ListedMarket,
  { command, change }: { readonly command: ModifyOrder; readonly change: Change },
): RejectCode | null {
  const { pool } = state;
  const { slot, total, quantity, onlySmaller } = change;
  if (market.state === HALTED) return 'market/halted';
  if (market.state === CANCEL_ONLY && !onlySmaller) return 'market/cancel-only';
  const isSame =
    quantity === total &&
    change.price === pool.price(slot) &&
    change.triggerPrice === triggerPriceOf(state, slot);
  if (isSame) return 'order/nothing-to-modify';
  if (quantity <= pool.filled(slot)) return 'order/quantity-below-filled';
  if (command.triggerPrice !== 0 && statusOf(pool.flags(slot)) !== WAITING) {
    return 'order/invalid-combination';
  }
  return quantity !== total && isLinked(state, slot) ? 'order/linked' : null;
}

/** Whether the order's size is tied to others: it is a leg of a pair, or legs wait for it. */
function isLinked(state: EngineState, slot: number): boolean {
  return siblingOf(state, slot) !== NONE || hasLegs(state, slot);
}

function hasLegs({ pool, details }: EngineState, slot: number): boolean {
  const entry = pool.details(slot);
  return entry !== NONE && details.legs(entry) !== null;
}

/** The checks of a new order, for one that is placed anew; leaves it in `state.draft`. */
function checkReplacement(
  state: EngineState,
  market: ListedMarket,
  { command, change }: { readonly command: ModifyOrder; readonly change: Change },
): RejectCode | null {
  const unsigned = checkNewSignature(state, market, { command, change });
  if (unsigned !== null) return unsigned;
  const { authority } = command;
  const terms = replacementTerms(state, change, command.time);
  const sibling = siblingOf(state, change.slot);
  if (market.state === PRE_OPEN && isLinked(state, change.slot)) return 'market/pre-open';
  if (market.state === PRE_OPEN || market.state === POST_ONLY) {
    const code = checkMarketState(market.state, terms);
    if (code !== null) return code;
  }
  if (sibling === NONE) {
    return (
      checkTerms(state, market, terms) ??
      checkAgentLimit(state, market, authority) ??
      (terms.trigger === NO_TRIGGER ? checkMatching(state, market, terms) : null) ??
      checkFunds(state, market, change)
    );
  }
  return checkPairLeg(state, market, { sibling, authority }) ?? checkFunds(state, market, change);
}

/** A signed order changes with another signature only, unless nothing but its size shrinks. */
function checkNewSignature(
  state: EngineState,
  market: ListedMarket,
  { command, change }: { readonly command: ModifyOrder; readonly change: Change },
): RejectCode | null {
  const { account, time, authority } = command;
  if (authority !== null) {
    return checkAuthority(state, market, { account, time, authority, oneShot: false });
  }
  return signerOf(state, change.slot) === NONE ? null : 'auth/signature-required';
}

function checkAgentLimit(
  state: EngineState,
  market: ListedMarket,
  authority: Authority | null,
): RejectCode | null {
  const { account, quantity } = state.draft;
  return checkAgentNotional(state, market, { account, authority, price: state.price, quantity });
}

function replacementTerms(state: EngineState, change: Change, time: number): OrderTerms {
  const { pool, details, draft } = state;
  const { slot } = change;
  const flags = pool.flags(slot);
  const entry = pool.details(slot);
  draft.account = pool.account(slot);
  draft.market = marketOf(flags);
  draft.orderId = pool.id(slot);
  draft.side = sideOf(flags);
  draft.type = typeOf(flags);
  draft.timeInForce = timeInForceOf(flags);
  draft.postOnly = postOnlyOf(flags);
  draft.selfTrade = selfTradeOf(flags);
  draft.trigger = triggerOf(flags);
  draft.triggerBy = triggerByOf(flags);
  draft.price = change.price;
  draft.triggerPrice = change.triggerPrice;
  draft.quantity = change.quantity;
  draft.displayQuantity = entry === NONE ? 0 : Math.min(details.display(entry), change.quantity);
  draft.expiry = ownExpiry(state, slot);
  draft.time = time;
  return draft;
}

/** When the order ends by its own terms; a signed one that has no such date ends with its signature. */
function ownExpiry(state: EngineState, slot: number): number {
  const entry = state.pool.details(slot);
  if (entry === NONE) return 0;
  const isOwn =
    state.details.signer(entry) === NONE || timeInForceOf(state.pool.flags(slot)) === GTD;
  return isOwn ? state.details.expiry(entry) : 0;
}

/** A leg keeps to the rules of its pair, whichever of the two changes. */
function checkPairLeg(
  state: EngineState,
  market: ListedMarket,
  { sibling, authority }: { readonly sibling: number; readonly authority: Authority | null },
): RejectCode | null {
  const { pool, details, draft } = state;
  const isLimitLeg = draft.trigger === NO_TRIGGER;
  const limitPrice = isLimitLeg ? draft.price : pool.price(sibling);
  const stopTrigger = isLimitLeg ? details.triggerPrice(pool.details(sibling)) : draft.triggerPrice;
  const inOrder = draft.side === BUY ? limitPrice < stopTrigger : limitPrice > stopTrigger;
  return (
    checkShape(state, market, draft) ??
    (inOrder ? null : 'order/invalid-combination') ??
    checkExpiry(draft) ??
    checkTrigger(market, draft) ??
    checkBand(state, market, draft) ??
    checkNotional(state, market, draft) ??
    checkAgentLimit(state, market, authority) ??
    (isLimitLeg && market.wouldCross(draft.side, state.price)
      ? 'matching/post-only-would-cross'
      : null)
  );
}

/** What the order itself has locked counts as available. */
function checkFunds(state: EngineState, market: ListedMarket, { slot }: Change): RejectCode | null {
  const { pool, draft } = state;
  const holder = lockHolder(state, slot);
  const held = market.lockOf(draft.side, pool.lockPrice(holder), remainingOf(state, holder));
  const lockPrice = lockPriceAfter(state, slot, state.price);
  const needed = market.lockOf(draft.side, lockPrice, draft.quantity - pool.filled(slot));
  const available = state.ledger.available(draft.account, market.assetOf(draft.side));
  return available + held < needed ? 'risk/insufficient-funds' : null;
}

/** The order whose lock pays for this one: of a pair it is the limit leg. */
function lockHolder(state: EngineState, slot: number): number {
  const sibling = siblingOf(state, slot);
  return sibling !== NONE && statusOf(state.pool.flags(slot)) === WAITING ? sibling : slot;
}

function lockPriceAfter(state: EngineState, slot: number, price: Ticks): Ticks {
  const sibling = siblingOf(state, slot);
  return sibling === NONE ? price : Math.max(price, state.pool.price(sibling));
}

function shrink(
  state: EngineState,
  market: ListedMarket,
  { slot, total, quantity, price, triggerPrice }: Change,
): void {
  const { pool } = state;
  const by = total - quantity;
  const hidden = Math.min(pool.hidden(slot), by);
  unlockLots(state, market, slot, by);
  pool.setHidden(slot, pool.hidden(slot) - hidden);
  if (by > hidden) pool.reduce(slot, by - hidden);
  state.events.modified(state, slot, { price, quantity, triggerPrice, keptPriority: true });
}

/** Takes the order out and places it anew, under its id, at the tail. */
function replace(
  state: EngineState,
  market: ListedMarket,
  { command, change }: { readonly command: ModifyOrder; readonly change: Change },
): void {
  const { slot } = change;
  const { pool, draft, price } = state;
  const { quantity, triggerPrice, displayQuantity } = draft;
  const holder = lockHolder(state, slot);
  const lockPrice = lockPriceAfter(state, slot, price);
  takeOut(state, market, slot);
  unlockLots(state, market, holder, remainingOf(state, holder));
  pool.setPrice(slot, price);
  pool.setHidden(slot, 0);
  pool.setVisible(slot, quantity - pool.filled(slot));
  if (displayQuantity !== 0) state.details.setDisplay(detailsOf(state, slot), displayQuantity);
  if (triggerPrice !== 0) state.details.setTriggerPrice(detailsOf(state, slot), triggerPrice);
  pool.setLockPrice(slot, price);
  pool.setLockPrice(holder, lockPrice);
  lockOrder(state, market, holder);
  if (command.authority !== null) signAnew(state, slot, command.authority);
  state.events.modified(state, slot, { price, quantity, triggerPrice, keptPriority: false });
  if (draft.trigger !== NO_TRIGGER) wait(state, market, slot);
  else if (market.matches) matchOrder(state, market, slot);
  else rest(state, market, slot);
}
