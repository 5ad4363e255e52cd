import type { Ticks } from '#lib/domain/quanta.ts';
import { findLeg } from './cancel-orders.ts';
import { BUY, type Side } from './command.ts';
import type { EngineState } from './engine-state.ts';
import { orderView } from './engine-view.ts';
import type { OrderBook } from './order-book.ts';
import { NONE, type OrderPool } from './order-pool.ts';
import type { PriceLevels } from './price-levels.ts';
import type { LegView, OrderView } from './state-view.ts';

/** What stands at one price; several prices together where depth is grouped. */
export type DepthLevel = {
  readonly price: Ticks;
  /** Visible lots of all its orders; the sum may exceed 2^31. */
  readonly lots: number;
  readonly orders: number;
};

/** The best level of each side; `null` where the side is empty. */
export type BestLevels = {
  readonly bid: DepthLevel | null;
  readonly ask: DepthLevel | null;
};

/** How far back an order stands in the queue of its price. */
export type QueuePosition = {
  readonly ordersAhead: number;
  /** Visible lots ahead. Hidden ones join the tail when they are shown, so they are not ahead. */
  readonly lotsAhead: number;
};

/** Best bid and best ask. */
export function bestLevels(book: OrderBook): BestLevels {
  return { bid: bookDepth(book.bids, 1)[0] ?? null, ask: bookDepth(book.asks, 1)[0] ?? null };
}

/** The best levels of a side, at most `count`. */
export function bookDepth(levels: PriceLevels, count: number): DepthLevel[] {
  const found: DepthLevel[] = [];
  let price = levels.best;
  while (price !== 0 && found.length < count) {
    found.push(levelAt(levels, price));
    price = levels.worseThan(price);
  }
  return found;
}

/**
 * The best levels of a side in steps of several ticks, at most `count`. A group is named by its worst
 * price, bids rounded down and asks up, so that nothing looks better than it is; a bid below one step
 * therefore stands at 0.
 */
export function groupedDepth({
  book,
  side,
  step,
  count,
}: {
  readonly book: OrderBook;
  readonly side: Side;
  /** Ticks. */
  readonly step: Ticks;
  readonly count: number;
}): DepthLevel[] {
  const levels = book.side(side);
  const groups: DepthLevel[] = [];
  let price = levels.best;
  while (price !== 0) {
    const level = levelAt(levels, price);
    const rounded = (side === BUY ? Math.floor(price / step) : Math.ceil(price / step)) * step;
    const last = groups.at(-1);
    if (last?.price === rounded) groups[groups.length - 1] = sum(last, level);
    else if (groups.length === count) break;
    else groups.push({ ...level, price: rounded });
    price = levels.worseThan(price);
  }
  return groups;
}

/** Orders and visible lots that are met before a resting order at the same price. */
export function queuePosition(pool: OrderPool, slot: number): QueuePosition {
  let ordersAhead = 0;
  let lotsAhead = 0;
  if (pool.isLone(slot)) return { ordersAhead, lotsAhead };
  const level = pool.level(slot);
  let ahead = pool.previous(slot);
  while (ahead !== level) {
    ordersAhead += 1;
    lotsAhead += pool.visible(ahead);
    ahead = pool.previous(ahead);
  }
  return { ordersAhead, lotsAhead };
}

/**
 * An account's open orders in all markets, ascending by id; none for a number that is no account's.
 * Those that wait for a trigger are among them, legs that wait for their parent are in its view.
 */
export function openOrdersOf(state: EngineState, account: number): OrderView[] {
  if (!state.accounts.has(account)) return [];
  const { accountOrders } = state;
  const orders: OrderView[] = [];
  for (let place = 0; place < accountOrders.count(account); place += 1) {
    orders.push(orderView(state, accountOrders.at(account, place)));
  }
  return orders.sort((one, other) => one.orderId - other.orderId);
}

/** An open order for which legs wait; `null` for every other. */
export function parentView(state: EngineState, orderId: number): OrderView | null {
  const { pool, details } = state;
  const slot = pool.find(orderId);
  const entry = slot === NONE ? NONE : pool.details(slot);
  if (entry === NONE || details.legs(entry) === null) return null;
  return orderView(state, slot);
}

/** A leg that waits for an order of an account, and that order; `null` where there is no such leg. */
export function waitingLeg(
  state: EngineState,
  { account, orderId }: { readonly account: number; readonly orderId: number },
): { readonly leg: LegView; readonly parent: OrderView } | null {
  const found = findLeg(state, { account, orderId, clientOrderId: 0 });
  return found === null ? null : { leg: found.leg, parent: orderView(state, found.slot) };
}

function levelAt(levels: PriceLevels, price: Ticks): DepthLevel {
  return { price, lots: levels.lotsAt(price), orders: levels.ordersAt(price) };
}

function sum(group: DepthLevel, level: DepthLevel): DepthLevel {
  return {
    price: group.price,
    lots: group.lots + level.lots,
    orders: group.orders + level.orders,
  };
}
