import type {
  OrderType,
  PostOnly,
  PriceSource,
  SelfTradeMode,
  Side,
  TimeInForce,
  Trigger,
} from './command.ts';
import * as commands from './command.ts';

// Copies, which the compiler folds; an imported constant is read from memory at each use.
const { NO_TRIGGER } = commands;

/** Where an order is: being matched, in the book, behind its trigger, or about to be executed. */
export const TAKING = 0;
export const RESTING = 1;
export const WAITING = 2;
export const QUEUED = 3;
type Status = typeof TAKING | typeof RESTING | typeof WAITING | typeof QUEUED;

/** The order is in the index of ids, in its account's list and in the count of open orders. */
export const ENLISTED = 1 << 21;
/** The other leg of the pair holds the lock of both. */
export const LOCK_CARRIED = 1 << 22;

const MARKET_SHIFT = 1;
const TYPE_SHIFT = 7;
const TIME_IN_FORCE_SHIFT = 8;
const POST_ONLY_SHIFT = 10;
const SELF_TRADE_SHIFT = 12;
const TRIGGER_SHIFT = 15;
const TRIGGER_BY_SHIFT = 17;
const STATUS_SHIFT = 19;

/** What an order is, without where it is. */
export const ORDER_BITS = (1 << STATUS_SHIFT) - 1;

const STATUS_MASK = 3 << STATUS_SHIFT;
const TRIGGER_MASK = 15 << TRIGGER_SHIFT;

/** What an order is, in one 32-bit word of the pool; bit 0 is the side. */
export function packFlags(order: {
  readonly market: number;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: PostOnly;
  readonly selfTrade: SelfTradeMode;
  readonly trigger: Trigger;
  readonly triggerBy: PriceSource;
}): number {
  return (
    order.side |
    (order.market << MARKET_SHIFT) |
    (order.type << TYPE_SHIFT) |
    (order.timeInForce << TIME_IN_FORCE_SHIFT) |
    (order.postOnly << POST_ONLY_SHIFT) |
    (order.selfTrade << SELF_TRADE_SHIFT) |
    (order.trigger === NO_TRIGGER
      ? 0
      : (order.trigger << TRIGGER_SHIFT) | (order.triggerBy << TRIGGER_BY_SHIFT))
  );
}

/** The side of an order. */
export function sideOf(flags: number): Side {
  return (flags & 1) as Side;
}

/** The market of an order, 1 … 63. */
export function marketOf(flags: number): number {
  return (flags >>> MARKET_SHIFT) & 63;
}

/** Limit or market. */
export function typeOf(flags: number): OrderType {
  return ((flags >>> TYPE_SHIFT) & 1) as OrderType;
}

/** How long an order stays. */
export function timeInForceOf(flags: number): TimeInForce {
  return ((flags >>> TIME_IN_FORCE_SHIFT) & 3) as TimeInForce;
}

/** What an order does when it would take. */
export function postOnlyOf(flags: number): PostOnly {
  return ((flags >>> POST_ONLY_SHIFT) & 3) as PostOnly;
}

/** Which of two own orders gives way. */
export function selfTradeOf(flags: number): SelfTradeMode {
  return ((flags >>> SELF_TRADE_SHIFT) & 7) as SelfTradeMode;
}

/** In which direction its price has to go; `NO_TRIGGER` for an order that does not wait. */
export function triggerOf(flags: number): Trigger {
  return ((flags >>> TRIGGER_SHIFT) & 3) as Trigger;
}

/** Whose price triggers it. */
export function triggerByOf(flags: number): PriceSource {
  return ((flags >>> TRIGGER_BY_SHIFT) & 3) as PriceSource;
}

/** Where an order is. */
export function statusOf(flags: number): Status {
  return ((flags >>> STATUS_SHIFT) & 3) as Status;
}

/** The same order somewhere else. */
export function withStatus(flags: number, status: Status): number {
  return (flags & ~STATUS_MASK) | (status << STATUS_SHIFT);
}

/** Once triggered, an order is one like any other. */
export function withoutTrigger(flags: number): number {
  return flags & ~TRIGGER_MASK;
}
