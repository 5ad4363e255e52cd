import type { Address } from '#lib/domain/address.ts';
import type { Balance } from '#lib/domain/balance.ts';
import type { Fill } from '#lib/domain/fill.ts';
import type { Order } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { ForcedExit, PendingDeposit, Withdrawal } from '#lib/domain/settlement.ts';
import type { KeyLimits } from '#lib/order-ticket/ticket-context.ts';

/**
 * How far the page may trade for somebody:
 * - `no-account`: no wallet is connected;
 * - `no-key`: the account's owner has not approved a key of this browser;
 * - `connecting`: the key is being shown to the exchange;
 * - `ready`: orders can be sent;
 * - `refused`: the exchange does not accept the key (any more).
 */
export type TradingPhase = 'no-account' | 'no-key' | 'connecting' | 'ready' | 'refused';

/** An order that was sent and is not answered. */
export type SentOrder = {
  readonly clientOrderId: string;
  readonly request: OrderRequest;
  /** Milliseconds since the epoch. */
  readonly sentMs: number;
  /** `unanswered`: the connection was lost; whether it was taken will be seen. */
  readonly state: 'sending' | 'unanswered';
};

/** Newest fills that a page keeps. */
export const KEPT_FILLS = 500;
/** Newest ended orders that a page keeps. */
export const KEPT_ENDED = 200;

export type TradingState = {
  readonly phase: TradingPhase;
  readonly owner: Address | null;
  /** Why it is `refused`. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
  /** End of the trading key, milliseconds since the epoch. */
  readonly keyExpiresMs: number | null;
  /** What the trading key may sign, as the exchange has it; `null` = not known yet. */
  readonly key: KeyLimits | null;
  /** For reads over HTTP; `null` while the exchange does not know who this is. */
  readonly readToken: string | null;
  /** How public trades call this account. */
  readonly pseudonym: string | null;
  /** Live orders by id; `null` = not known yet. */
  readonly orders: ReadonlyMap<number, Order> | null;
  /** Orders that ended while the page was open, the newest first. */
  readonly ended: readonly Order[];
  readonly sent: readonly SentOrder[];
  /** By asset; `null` = not known yet. */
  readonly balances: ReadonlyMap<string, Balance> | null;
  /** The newest first; `null` = not known yet. */
  readonly fills: readonly Fill[] | null;
  /** Money on its way between the account and the chain; `null` = not known yet. */
  readonly money: MoneyOnItsWay | null;
  /** The exchange's number that orders and balances are as of. */
  readonly seq: number | null;
};

/** What the exchange tells of money on its way, as long as the page is connected. */
export type MoneyOnItsWay = {
  /** Deposits that the chain has and the account has not yet, by their number. */
  readonly deposits: ReadonlyMap<number, PendingDeposit>;
  /** Withdrawals that were on their way since the page is connected, by nonce. */
  readonly withdrawals: ReadonlyMap<number, Withdrawal>;
  /** Newest forced exits, by id. */
  readonly exits: ReadonlyMap<number, ForcedExit>;
  /** Counts snapshots: what was over before the last one is read anew. */
  readonly snapshots: number;
};

/** Nothing is known of anybody. */
export const UNKNOWN_ACCOUNT: TradingState = {
  phase: 'no-account',
  owner: null,
  refusal: null,
  keyExpiresMs: null,
  key: null,
  readToken: null,
  pseudonym: null,
  orders: null,
  ended: [],
  sent: [],
  balances: null,
  fills: null,
  money: null,
  seq: null,
};
