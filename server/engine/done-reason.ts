/** Why an order is no longer open. The position is the reason's number in events. */
export const doneReasons = [
  'filled',
  'canceled',
  'ioc-rest',
  'maker-limit',
  'self-trade',
  'expired',
  'sibling',
  'parent',
  'post-only',
  'dead-man',
  'delisted',
  'insufficient-funds',
  'too-many-orders',
  'market-state',
  'epoch',
  'agent-revoked',
  'frozen',
] as const;

export type DoneReason = (typeof doneReasons)[number];

/** A reason by its number: the hot path does not look names up. */
export const FILLED = 0;
export const CANCELED = 1;
export const IOC_REST = 2;
export const MAKER_LIMIT = 3;
export const SELF_TRADE = 4;
export const EXPIRED = 5;
export const SIBLING = 6;
export const PARENT = 7;
export const POST_ONLY_MARKET = 8;
export const DEAD_MAN = 9;
export const MARKET_DELISTED = 10;
export const INSUFFICIENT_FUNDS = 11;
export const TOO_MANY_ORDERS = 12;
export const MARKET_CLOSED = 13;
export const EPOCH_BUMPED = 14;
export const AGENT_REVOKED = 15;
export const FROZEN = 16;
