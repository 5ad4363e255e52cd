import type { Lots, Quanta, Ticks } from './quanta.ts';

export const ORDER_TYPES = ['limit', 'market', 'stop', 'stop_limit'] as const;
/** `stop` becomes a market order when it triggers, `stop_limit` a limit order. */
export type OrderType = (typeof ORDER_TYPES)[number];

export const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'GTD'] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

export const ORDER_SIDES = ['buy', 'sell'] as const;
export type OrderSide = (typeof ORDER_SIDES)[number];

/**
 * Where an order stands: `waiting` for its trigger or for its parent, `open` in the book, `partial`
 * the same with some of it filled, and four ends.
 */
export const ORDER_STATUSES = [
  'waiting',
  'open',
  'partial',
  'filled',
  'canceled',
  'expired',
  'rejected',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Whether an order can still trade or become one that can. */
export function isLive(status: OrderStatus): boolean {
  return status === 'waiting' || status === 'open' || status === 'partial';
}

/** An order as its owner sees it. */
export type Order = {
  readonly orderId: number;
  /** As the client named it; `null` = it did not. */
  readonly clientOrderId: string | null;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  /** Limit; of an order of market type the protection price that it will not trade beyond. */
  readonly priceTicks: Ticks;
  /** The total, what is filled included. */
  readonly quantityLots: Lots;
  readonly filledLots: Lots;
  /** Exact notional of the fills in quote quanta; the average price follows from it. */
  readonly filledQuanta: Quanta;
  /** 0 = has no trigger. */
  readonly triggerTicks: Ticks;
  readonly status: OrderStatus;
  /** Why it ended as it did, a code (`matching/ioc-rest`, …); `null` while it is live or filled. */
  readonly reason: string | null;
  /** The order it is a take-profit or stop-loss of; 0 = none. */
  readonly parentId: number;
  /** Milliseconds since the epoch; 0 = never. */
  readonly expiresMs: number;
  readonly createdMs: number;
  readonly updatedMs: number;
};
