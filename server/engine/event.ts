import type { Lots, Quanta, Ticks } from '#lib/domain/quanta.ts';
import type { Agent } from './agents.ts';
import type {
  MarketState,
  OrderType,
  PostOnly,
  PriceSource,
  Side,
  TimeInForce,
} from './command.ts';
import type { DoneReason } from './done-reason.ts';
import type { FreezeReason } from './freeze-reason.ts';
import type { RejectCode } from './reject-code.ts';

export type Accepted = {
  readonly kind: 'accepted';
  readonly account: number;
  readonly market: number;
  readonly orderId: number;
  /** 0 = none. */
  readonly clientOrderId: number;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: PostOnly;
  /** Ticks, as it stands: slid, or the protection price of a market order. */
  readonly price: Ticks;
  /** Lots. */
  readonly quantity: Lots;
  /** Ticks; 0 = does not wait for a trigger. */
  readonly triggerPrice: Ticks;
  /** When it ends, by its own terms or with its signature; milliseconds since the epoch, 0 = never. */
  readonly expiry: number;
  /** Lots of an iceberg that are shown at a time; absent = it is shown whole. */
  readonly display?: Lots;
};

/** A leg became an open order because its parent is done. Otherwise as `accepted`. */
export type Activated = Omit<Accepted, 'kind'> & {
  readonly kind: 'activated';
  readonly parentId: number;
};

export type Rejected = {
  readonly kind: 'rejected';
  /** 0 where the command names none. */
  readonly account: number;
  /** Of the order that the command places, cancels or modifies; 0 = none. */
  readonly orderId: number;
  readonly code: RejectCode;
};

/** The command had been executed before; nothing changed. */
export type Duplicate = {
  readonly kind: 'duplicate';
  readonly account: number;
  /** The order that the client order id stands for; 0 for a deposit. */
  readonly orderId: number;
};

export type Trade = {
  readonly kind: 'trade';
  readonly market: number;
  /** Counts all trades of the exchange, from 1. */
  readonly tradeId: number;
  readonly makerOrderId: number;
  readonly takerOrderId: number;
  readonly makerAccount: number;
  readonly takerAccount: number;
  readonly takerSide: Side;
  /** Ticks. */
  readonly price: Ticks;
  /** Lots. */
  readonly quantity: Lots;
  /** Quanta of the asset which that side receives: base for a buyer, quote for a seller. */
  readonly makerFee: Quanta;
  readonly takerFee: Quanta;
};

export type Done = {
  readonly kind: 'done';
  readonly account: number;
  readonly market: number;
  readonly orderId: number;
  readonly reason: DoneReason;
  /** Lots that were not filled. */
  readonly remaining: Lots;
};

export type Triggered = {
  readonly kind: 'triggered';
  readonly account: number;
  readonly market: number;
  readonly orderId: number;
};

export type Modified = {
  readonly kind: 'modified';
  readonly account: number;
  readonly market: number;
  readonly orderId: number;
  /** Ticks, after sliding. */
  readonly price: Ticks;
  /** The new total, lots. */
  readonly quantity: Lots;
  /** Ticks; 0 = does not wait for a trigger. */
  readonly triggerPrice: Ticks;
  /** Milliseconds since the epoch; 0 = never. A new signature moves it. */
  readonly expiry: number;
  readonly keptPriority: boolean;
};

/** An iceberg shows its next slice, at the tail of its level. */
export type Refreshed = {
  readonly kind: 'refreshed';
  readonly account: number;
  readonly market: number;
  readonly orderId: number;
  /** Lots shown now. */
  readonly visible: Lots;
};

/** Self-trade prevention reduced an order without a trade. */
export type Decremented = {
  readonly kind: 'decremented';
  readonly account: number;
  readonly market: number;
  readonly orderId: number;
  /** Lots taken away. */
  readonly by: Lots;
};

export type AccountOpened = { readonly kind: 'account-opened'; readonly account: number };

/** Money came in (`deposited`), or went out without the exchange (`withdrawn`). */
export type Moved = {
  readonly kind: 'deposited' | 'withdrawn';
  readonly account: number;
  readonly asset: number;
  /** Quanta. */
  readonly amount: Quanta;
};

/** A withdrawal was asked for, and its money put aside. */
export type WithdrawalRequested = {
  readonly kind: 'withdrawal-requested';
  readonly account: number;
  readonly asset: number;
  /** Quanta. */
  readonly amount: Quanta;
  /** Names the withdrawal within its account. */
  readonly nonce: number;
};

/** The contract has paid a withdrawal (`withdrawal-paid`), or it was put back (`withdrawal-returned`). */
export type WithdrawalFinished = Omit<WithdrawalRequested, 'kind'> & {
  readonly kind: 'withdrawal-paid' | 'withdrawal-returned';
};

/** An account has one more reason to be frozen (`account-frozen`), or one less (`account-thawed`). */
export type AccountFrozen = {
  readonly kind: 'account-frozen' | 'account-thawed';
  readonly account: number;
  readonly reason: FreezeReason;
  /** Whether it is frozen now, for this reason or another one. */
  readonly frozen: boolean;
};

/** A batch may be sent (`batch-submitted`), or the chain has it (`batch-settled`). */
export type BatchMoved = {
  readonly kind: 'batch-submitted' | 'batch-settled';
  readonly batch: number;
  /** The last trade that it may hold. */
  readonly through: number;
};

export type TradeQuarantined = { readonly kind: 'trade-quarantined'; readonly tradeId: number };

/** A trade's side went from one account to another, and the trade is no longer left out. */
export type TradeReassigned = {
  readonly kind: 'trade-reassigned';
  readonly tradeId: number;
  readonly from: number;
  readonly to: number;
};

/** A trade is undone: neither of its sides could be settled. */
export type TradeAnnulled = {
  readonly kind: 'trade-annulled';
  readonly tradeId: number;
  /** Whose balances changed, the fee account's aside. */
  readonly buyer: number;
  readonly seller: number;
};

export type MarketListed = { readonly kind: 'market-listed'; readonly market: number };

export type MarketStateChanged = {
  readonly kind: 'market-state';
  readonly market: number;
  readonly state: MarketState;
};

export type PriceChanged = {
  readonly kind: 'price';
  readonly market: number;
  readonly source: PriceSource;
  /** Ticks. */
  readonly price: Ticks;
};

/** The auction's result; its trades follow. */
export type Uncrossed = {
  readonly kind: 'uncrossed';
  readonly market: number;
  /** Ticks. */
  readonly price: Ticks;
};

export type DeadManArmed = {
  readonly kind: 'dead-man-armed';
  readonly account: number;
  /** Milliseconds since the epoch; 0 = disarmed. */
  readonly deadline: number;
};

export type DeadManFired = { readonly kind: 'dead-man-fired'; readonly account: number };

/** An agent may sign for the account from now on, within these limits. */
export type AgentApproved = Omit<Agent, 'number' | 'nonce'> & {
  readonly kind: 'agent-approved';
  readonly account: number;
  /** The agent's number within the account. */
  readonly agent: number;
};

/** An agent may no longer sign; its open orders end. */
export type AgentRevoked = {
  readonly kind: 'agent-revoked';
  readonly account: number;
  readonly agent: number;
};

/** What was signed for earlier epochs counts no more; the account's open orders end. */
export type EpochBumped = {
  readonly kind: 'epoch-bumped';
  readonly account: number;
  readonly epoch: number;
};

/** The nonces `first` … `first + count − 1` are for resting orders of one signer. */
export type NoncesReserved = {
  readonly kind: 'nonces-reserved';
  readonly account: number;
  /** 0 = the owner, else the number of an agent. */
  readonly agent: number;
  readonly first: number;
  readonly count: number;
};

/** What an owner did on chain was taken in; what it changed follows. */
export type Noted = {
  readonly kind: 'noted';
  /** The owner's; 0 = it has none. */
  readonly account: number;
};

/** What a command did. */
export type EngineEvent =
  | Accepted
  | Activated
  | Rejected
  | Duplicate
  | Trade
  | Done
  | Triggered
  | Modified
  | Refreshed
  | Decremented
  | AccountOpened
  | Moved
  | WithdrawalRequested
  | WithdrawalFinished
  | AccountFrozen
  | BatchMoved
  | TradeQuarantined
  | TradeReassigned
  | TradeAnnulled
  | MarketListed
  | MarketStateChanged
  | PriceChanged
  | Uncrossed
  | DeadManArmed
  | DeadManFired
  | AgentApproved
  | AgentRevoked
  | EpochBumped
  | NoncesReserved
  | Noted;
