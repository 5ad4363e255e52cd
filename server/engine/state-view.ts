import type { Lots, Quanta, Ticks } from '#lib/domain/quanta.ts';
import type { Agent } from './agents.ts';
import type {
  MarketParameters,
  MarketState,
  OrderType,
  PostOnly,
  PriceSource,
  SelfTradeMode,
  Side,
  TimeInForce,
  Trigger,
} from './command.ts';
import type { FreezeReason } from './freeze-reason.ts';
import type { NonceRange } from './nonces.ts';
import type { LegTerms, Signing } from './order-details.ts';
import type { ChainFacts } from './owner-facts.ts';
import type { TakenOver } from './settlement.ts';
import type { PendingWithdrawal } from './withdrawals.ts';

/** A leg that waits for its parent. */
export type LegView = LegTerms & Signing;

/** An open order, whole. */
export type OrderView = {
  readonly orderId: number;
  readonly account: number;
  readonly market: number;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: PostOnly;
  readonly selfTrade: SelfTradeMode;
  /** Ticks. */
  readonly price: Ticks;
  /** Lots filled so far, shown now, and hidden behind those. */
  readonly filled: Lots;
  readonly visible: Lots;
  readonly hidden: Lots;
  /** Lots shown at a time; 0 = all. */
  readonly display: Lots;
  /** While it waits for its trigger; `NO_TRIGGER` once it rests in the book. */
  readonly trigger: Trigger;
  readonly triggerBy: PriceSource;
  readonly triggerPrice: Ticks;
  /** Milliseconds since the epoch; 0 = never. */
  readonly expiry: number;
  /** Order id of the other leg of its pair; 0 = none. */
  readonly siblingId: number;
  /** Who signed it: 0 = the account's owner, else the number of an agent; −1 = nobody. */
  readonly signer: number;
  /** Legs that wait for this order. */
  readonly takeProfit: LegView | null;
  readonly stopLoss: LegView | null;
  /** 0 = none. */
  readonly clientOrderId: number;
  /** Digest of the content of the command that placed it; 0 without client order id. */
  readonly digest: number;
};

/** Who may sign for an account, and what is used up of it. */
export type IdentityView = {
  /** 0 at first. */
  readonly epoch: number;
  /** The last nonce of a one-shot order, and of an approval; 0 before the first. */
  readonly oneShotNonce: number;
  readonly approvalNonce: number;
  /** Agents that the account ever had. */
  readonly lastAgent: number;
  /** Number of the last range of nonces that it reserved or passed over. */
  readonly rangesReserved: number;
  /** Ascending by number. */
  readonly agents: readonly Agent[];
  /** Those with nonces that are free, ascending. */
  readonly ranges: readonly NonceRange[];
  /** What its owner narrowed on chain. */
  readonly facts: FactsView;
};

/** What an owner narrowed on chain, and what of it is remembered of trading keys. */
export type FactsView = Pick<ChainFacts, 'voids' | 'keyFloor' | 'keys'>;

/** What an address did on chain that has no account. */
export type StrangerView = ChainFacts & { readonly address: string };

/** What an account has on its way out, and whether it is frozen. */
export type CustodyView = {
  /** Why it is frozen; none = it is not. */
  readonly frozen: readonly FreezeReason[];
  /** Of the last withdrawal; 0 before the first. */
  readonly withdrawalNonce: number;
  /** Ascending by nonce. */
  readonly withdrawals: readonly PendingWithdrawal[];
};

/** How far trades are settled. */
export type SettlementView = {
  readonly batch: number;
  readonly through: number;
  /** Ascending. */
  readonly quarantined: readonly number[];
  /** Sides that were taken over, of trades that no batch has; ascending by trade, then by account. */
  readonly takenOver: readonly TakenOver[];
  /** Annulled trades above the last settled one, ascending. */
  readonly annulled: readonly number[];
};

export type MarketView = {
  readonly parameters: MarketParameters;
  readonly state: MarketState;
  /** Ticks; 0 = none yet. */
  readonly last: Ticks;
  readonly mark: Ticks;
  readonly index: Ticks;
};

/**
 * Everything that the state hash covers, in the order in which it is hashed. The engine and the
 * simulator's naive one both offer it, so both have one hash.
 */
export type StateView = {
  readonly tradeCount: number;
  /** Accounts, the fee account included; they are numbered from 0. */
  readonly accountCount: number;
  /** Lower-case hexadecimal; of the fee account the empty text. */
  address(account: number): string;
  /** Quanta. */
  available(account: number, asset: number): Quanta;
  locked(account: number, asset: number): Quanta;
  custody(asset: number): Quanta;
  /** Of the account's dead-man switch, milliseconds since the epoch; 0 = not armed. */
  deadline(account: number): number;
  identity(account: number): IdentityView;
  /** Ascending by address; those of whom nothing is known are left out. */
  strangers(): readonly StrangerView[];
  custodyOf(account: number): CustodyView;
  settlement(): SettlementView;
  /** Number of the last deposit of a source; −1 before the first. */
  sourceSeq(source: number): number;
  /** Ascending by id. */
  markets(): readonly MarketView[];
  /**
   * The market's open orders: bids from the best level on, asks likewise, each level in order of
   * time; then those that wait for a trigger: by source last, mark, index; rising by ascending and
   * then falling by descending trigger price, each price in order of time.
   */
  visitOrders(market: number, visit: (order: OrderView) => void): void;
  /** Client order ids of the account's orders that are done, the oldest first. */
  visitDoneClientIds(
    account: number,
    visit: (entry: {
      readonly clientOrderId: number;
      readonly orderId: number;
      readonly digest: number;
    }) => void,
  ): void;
};

/** Assets are numbered 0 … 15. */
export const ASSETS = 16;
/** Sources of deposits are numbered 0 … 15. */
export const SOURCES = 16;
