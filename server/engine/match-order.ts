import { feeOf } from '#lib/domain/fee.ts';
import type { Lots, Quanta, Ticks } from '#lib/domain/quanta.ts';
import * as commands from './command.ts';
import * as doneReason from './done-reason.ts';
import type { EngineState } from './engine-state.ts';
import type { ListedMarket } from './listed-market.ts';
import * as orderFlags from './order-flags.ts';
import { selfTradeOf, sideOf, statusOf, timeInForceOf } from './order-flags.ts';
import * as orderPool from './order-pool.ts';
import {
  cancelOrder,
  finishOrder,
  remainingOf,
  rest,
  siblingOf,
  takeOut,
  unlockLots,
} from './orders.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { ALLOW_SELF_TRADE, BUY, CANCEL_BOTH, CANCEL_NEWEST, CANCEL_OLDEST, FOK, IOC } = commands;
const { FILLED, IOC_REST, MAKER_LIMIT, SELF_TRADE } = doneReason;
const { WAITING } = orderFlags;
const { NONE } = orderPool;

/** Makers that a one-shot order meets at most (DESIGN.md, Matched is final). */
export const MAKERS_MET = 128;

/** The account that takes fees. */
const FEE_ACCOUNT = 0;

/** Why matching ended. */
const NO_MORE = 0;
const TOO_MANY_MAKERS = 1;
const OWN_ORDER = 2;
type Ending = typeof NO_MORE | typeof TOO_MANY_MAKERS | typeof OWN_ORDER;

/**
 * Matches an order against the book by price and time, then ends it or lets what remains rest.
 * The order is locked for, and in no queue.
 */
export function matchOrder(state: EngineState, market: ListedMarket, taker: number): void {
  const { pool } = state;
  const meets = market.wouldCross(sideOf(pool.flags(taker)), pool.price(taker));
  const ending = meets ? matchAll(state, market, taker) : NO_MORE;
  const timeInForce = timeInForceOf(pool.flags(taker));
  const remaining = pool.visible(taker);
  if (ending === OWN_ORDER) {
    finishOrder(state, taker, SELF_TRADE);
  } else if (remaining === 0) {
    finishOrder(state, taker, FILLED);
  } else if (timeInForce === IOC || timeInForce === FOK) {
    const reason = ending === TOO_MANY_MAKERS ? MAKER_LIMIT : IOC_REST;
    finishOrder(state, taker, reason);
  } else {
    rest(state, market, taker);
  }
}

function matchAll(state: EngineState, market: ListedMarket, taker: number): Ending {
  const { pool } = state;
  const flags = pool.flags(taker);
  const side = sideOf(flags);
  const limit = pool.price(taker);
  const ladder = market.facingLadder(side);
  const timeInForce = timeInForceOf(flags);
  let left = timeInForce === IOC || timeInForce === FOK ? MAKERS_MET : Number.MAX_SAFE_INTEGER;
  let ending: Ending = NO_MORE;
  while (pool.visible(taker) > 0 && pool.reaches(ladder, limit)) {
    if (left === 0) {
      ending = TOO_MANY_MAKERS;
      break;
    }
    left -= 1;
    const maker = pool.headOf(ladder);
    if (pool.account(maker) === pool.account(taker) && selfTradeOf(flags) !== ALLOW_SELF_TRADE) {
      if (!preventSelfTrade(state, market, maker, taker)) {
        ending = OWN_ORDER;
        break;
      }
    } else {
      tradeWith(state, market, maker, taker);
    }
  }
  if (pool.details(taker) !== NONE) alignSibling(state, market, taker);
  return ending;
}

/** One fill between the taker and the maker it meets. */
function tradeWith(state: EngineState, market: ListedMarket, maker: number, taker: number): void {
  const { pool } = state;
  const { makerFeePpm, takerFeePpm } = market.parameters;
  const lots = Math.min(pool.visible(taker), pool.visible(maker));
  const price = pool.price(maker);
  fill(state, market, maker, taker, price, lots, makerFeePpm, takerFeePpm);
  pool.setVisible(taker, pool.visible(taker) - lots);
  reduceResting(state, market, maker, lots, FILLED);
}

/** Moves the money of a fill, counts it for both orders, and tells of it. */
export function fill(
  state: EngineState,
  market: ListedMarket,
  maker: number,
  taker: number,
  price: Ticks,
  lots: Lots,
  makerFeePpm: number,
  takerFeePpm: number,
): void {
  const { pool } = state;
  const { k, unitsPerLot } = market.parameters;
  const base = lots * unitsPerLot;
  const notional = price * lots * k;
  const takerBuys = pool.side(taker) === BUY;
  const makerFee = feeOf(takerBuys ? notional : base, makerFeePpm);
  const takerFee = feeOf(takerBuys ? base : notional, takerFeePpm);
  if (takerBuys) settle(state, market, taker, maker, price, lots, takerFee, makerFee);
  else settle(state, market, maker, taker, price, lots, makerFee, takerFee);
  pool.setFilled(maker, pool.filled(maker) + lots);
  pool.setFilled(taker, pool.filled(taker) + lots);
  market.last = price;
  state.tradeCount += 1;
  state.events.trade(pool, maker, taker, price, lots, makerFee, takerFee, state.tradeCount);
}

/**
 * Base from the seller's lock to the buyer, quote from the buyer's lock to the seller, the rest of
 * the buyer's lock back to the buyer, the fees to the fee account: what is spent is what is credited.
 */
function settle(
  { ledger, pool }: EngineState,
  market: ListedMarket,
  buyer: number,
  seller: number,
  price: Ticks,
  lots: Lots,
  buyerFee: Quanta,
  sellerFee: Quanta,
): void {
  const { baseAsset, quoteAsset, k, unitsPerLot } = market.parameters;
  const buyingAccount = pool.account(buyer);
  const sellingAccount = pool.account(seller);
  const base = lots * unitsPerLot;
  const notional = price * lots * k;
  const locked = pool.lockPrice(buyer) * lots * k;
  ledger.spend(sellingAccount, baseAsset, base);
  ledger.spend(buyingAccount, quoteAsset, locked);
  if (locked !== notional) ledger.credit(buyingAccount, quoteAsset, locked - notional);
  ledger.credit(buyingAccount, baseAsset, base - buyerFee);
  ledger.credit(sellingAccount, quoteAsset, notional - sellerFee);
  ledger.credit(FEE_ACCOUNT, baseAsset, buyerFee);
  ledger.credit(FEE_ACCOUNT, quoteAsset, sellerFee);
}

/** Takes lots off a resting order: it stays, shows its next slice, or is done. */
export function reduceResting(
  state: EngineState,
  market: ListedMarket,
  maker: number,
  lots: Lots,
  whenGone: number,
): void {
  const { pool } = state;
  const visible = pool.visible(maker) - lots;
  if (visible > 0) {
    pool.reduce(maker, lots);
  } else if (pool.hidden(maker) > 0) {
    showNextSlice(state, market, maker);
  } else {
    takeOut(state, market, maker);
    pool.setVisible(maker, 0);
    if (pool.details(maker) !== NONE) alignSibling(state, market, maker);
    finishOrder(state, maker, whenGone);
    return;
  }
  if (pool.details(maker) !== NONE) alignSibling(state, market, maker);
}

function showNextSlice(state: EngineState, _market: ListedMarket, maker: number): void {
  const { pool, details } = state;
  const hidden = pool.hidden(maker);
  const slice = Math.min(details.display(pool.details(maker)), hidden);
  pool.setHidden(maker, hidden - slice);
  pool.refresh(maker, slice);
  state.events.refreshed(pool, maker, slice);
}

/** The legs of a pair are always of one size; the stop leg, which waits, follows the limit leg. */
function alignSibling(state: EngineState, _market: ListedMarket, slot: number): void {
  const { pool } = state;
  const sibling = siblingOf(state, slot);
  if (sibling === NONE) return;
  const lots = pool.visible(sibling) - remainingOf(state, slot);
  const flags = pool.flags(sibling);
  if (statusOf(flags) === WAITING) {
    pool.reduce(sibling, lots);
  } else {
    pool.setVisible(sibling, pool.visible(sibling) - lots);
  }
}

/** Lets one of an account's own two orders give way; whether the taker goes on. */
function preventSelfTrade(
  state: EngineState,
  market: ListedMarket,
  maker: number,
  taker: number,
): boolean {
  const mode = selfTradeOf(state.pool.flags(taker));
  if (mode === CANCEL_NEWEST) return false;
  if (mode === CANCEL_OLDEST || mode === CANCEL_BOTH) {
    cancelOrder(state, maker, SELF_TRADE);
    return mode === CANCEL_OLDEST;
  }
  return decrementBoth(state, market, maker, taker);
}

/** Both become smaller by the smaller one of them, without a trade. */
function decrementBoth(
  state: EngineState,
  market: ListedMarket,
  maker: number,
  taker: number,
): boolean {
  const { pool } = state;
  const lots = Math.min(pool.visible(taker), pool.visible(maker));
  state.events.decremented(pool, maker, lots);
  state.events.decremented(pool, taker, lots);
  unlockLots(state, market, taker, lots);
  unlockLots(state, market, maker, lots);
  pool.setVisible(taker, pool.visible(taker) - lots);
  reduceResting(state, market, maker, lots, SELF_TRADE);
  return pool.visible(taker) > 0;
}
