import type { Lots, Quanta, Ticks } from './quanta.ts';

export const ORDER_TYPES = ['limit', 'market', 'stop', 'stop_limit'] as const;
/** `stop` becomes a market order when it triggers, `stop_limit` a limit order. */
export type OrderType = (typeof ORDER_TYPES)[number];

export const TIMES_IN_FORCE = ['GTC', 'IOC', 'FOK', 'GTD'] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

export const ORDER_SIDES = ['buy', 'sell'] as const;
export type OrderSide = (typeof ORDER_SIDES)[number];

/**
 * Where an order stands: `pending`, a take-profit or stop-loss that becomes an order when its parent
 * is done, `waiting` for its trigger, `open` in the book, `partial` the same with some of it filled,
 * and four ends.
 */
export const ORDER_STATUSES = [
  'pending',
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
  return status === 'pending' || status === 'waiting' || status === 'open' || status === 'partial';
}

/** Whether an order is in the book, where others can meet it. */
export function isResting({ status }: { readonly status: OrderStatus }): boolean {
  return status === 'open' || status === 'partial';
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
  /** Of an iceberg: lots that the book shows at a time; absent = it shows all. */
  readonly displayLots?: Lots;
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
  /** The other one of its pair, which ends with it, while both live; absent = none. */
  readonly siblingId?: number;
  /** Milliseconds since the epoch; 0 = never. */
  readonly expiresMs: number;
  readonly createdMs: number;
  readonly updatedMs: number;
};

/** What an order is to its parent; `null` for one that has none. */
export function legOf({
  parentId,
  type,
}: Pick<Order, 'parentId' | 'type'>): 'take_profit' | 'stop_loss' | null {
  if (parentId === 0) return null;
  return type === 'limit' ? 'take_profit' : 'stop_loss';
}
