import type { Lots, Quanta, Ticks } from '#lib/domain/quanta.ts';
import type { AnnulledTrade } from './annulled-trade.ts';
import type { FreezeReason } from './freeze-reason.ts';

/** Sides of the book. */
export const BUY = 0;
export const SELL = 1;
export type Side = typeof BUY | typeof SELL;

export const LIMIT = 0;
export const MARKET = 1;
export type OrderType = typeof LIMIT | typeof MARKET;

export const GTC = 0;
export const IOC = 1;
export const FOK = 2;
export const GTD = 3;
export type TimeInForce = typeof GTC | typeof IOC | typeof FOK | typeof GTD;

/** What a post-only order does when it would cross: be rejected, or slide behind the best price. */
export const POST_ONLY_OFF = 0;
export const POST_ONLY_REJECT = 1;
export const POST_ONLY_SLIDE = 2;
export type PostOnly = typeof POST_ONLY_OFF | typeof POST_ONLY_REJECT | typeof POST_ONLY_SLIDE;

/** Self-trade prevention: which of an account's own two orders gives way. */
export const CANCEL_NEWEST = 0;
export const CANCEL_OLDEST = 1;
export const CANCEL_BOTH = 2;
export const DECREMENT = 3;
/** No prevention; only where the market's parameters allow it. */
export const ALLOW_SELF_TRADE = 4;
export type SelfTradeMode =
  | typeof CANCEL_NEWEST
  | typeof CANCEL_OLDEST
  | typeof CANCEL_BOTH
  | typeof DECREMENT
  | typeof ALLOW_SELF_TRADE;

export const NO_TRIGGER = 0;
/** Triggers when the price is at or above the trigger price. */
export const RISING = 1;
/** Triggers when the price is at or below the trigger price. */
export const FALLING = 2;
export type Trigger = typeof NO_TRIGGER | typeof RISING | typeof FALLING;

export const LAST_PRICE = 0;
export const MARK_PRICE = 1;
export const INDEX_PRICE = 2;
export type PriceSource = typeof LAST_PRICE | typeof MARK_PRICE | typeof INDEX_PRICE;

export const PRE_OPEN = 0;
export const OPEN = 1;
export const POST_ONLY = 2;
export const CANCEL_ONLY = 3;
export const HALTED = 4;
export const DELISTED = 5;
export type MarketState =
  | typeof PRE_OPEN
  | typeof OPEN
  | typeof POST_ONLY
  | typeof CANCEL_ONLY
  | typeof HALTED
  | typeof DELISTED;

/** What the sequencer stamps on every command: the next number, and a time that never goes back. */
export type Stamp = {
  /** One more than the command before it; the first is 1. */
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
};

/**
 * A market's parameters (DESIGN.md, Units): `price · lots · k` is the notional in quote quanta.
 */
export type MarketParameters = {
  /** 1 … 63. */
  readonly market: number;
  readonly baseAsset: number;
  readonly quoteAsset: number;
  /** Base quanta in one lot. */
  readonly unitsPerLot: number;
  /** Quote quanta in one tick times one lot. */
  readonly k: number;
  readonly makerFeePpm: number;
  readonly takerFeePpm: number;
  /** How far beyond the reference price an order may be priced, in parts per million. */
  readonly bandPpm: number;
  /** Smallest notional of an order, in quote quanta. */
  readonly minNotional: Quanta;
  /** Largest quantity of an order, in lots. */
  readonly maxQuantity: Lots;
  /** Open orders that one account may have in this market. */
  readonly maxOpenOrders: number;
  /** Whether an order may choose to trade with its own account; for simulations and benchmarks. */
  readonly allowSelfTrade: boolean;
};

/**
 * By what right a signed order comes: what its signature says beyond the order, and whose it is. Who
 * verified the signature fills it in; the engine checks it against what the account allows.
 */
export type Authority = {
  /** Who signed: 0 = the account's owner, else the number of an agent of the account. */
  readonly agent: number;
  /** 1 … 2^48 − 1; growing for one-shot orders, out of a reserved range for all others. */
  readonly nonce: number;
  /** The account's epoch, 0 … 65,535. */
  readonly epoch: number;
  /** Seconds since the epoch, up to 2^32 − 1: the order ends with its signature. */
  readonly expiry: number;
  /** Highest fee that is agreed to, parts per million. */
  readonly maxFeePpm: number;
};

/** One order of a pair, or one that is attached to a parent. */
export type Leg = {
  readonly orderId: number;
  /** 0 = none. */
  readonly clientOrderId: number;
  /** A limit leg is `LIMIT`; a stop leg may be either. */
  readonly type: OrderType;
  /** Ticks; of a stop leg of market type its protection price, 0 = from the band. */
  readonly price: Ticks;
  /** Ticks; 0 for a limit leg. */
  readonly triggerPrice: Ticks;
  readonly triggerBy: PriceSource;
  /** `null` = unsigned, as simulations and benchmarks are. */
  readonly authority: Authority | null;
  /** The signature as it was sent; kept in the journal, not looked at by the engine. */
  readonly signature: Uint8Array | null;
};

export type OpenAccount = Stamp & {
  readonly kind: 'open-account';
  /** The next account number; the first opened one is 1. */
  readonly account: number;
  /** 0x and 40 lower-case hexadecimal digits. */
  readonly address: string;
};

export type Deposit = Stamp & {
  readonly kind: 'deposit';
  readonly account: number;
  readonly asset: number;
  /** Quanta. */
  readonly amount: Quanta;
  /** Which stream of deposits this comes from, 0 … 15, … */
  readonly source: number;
  /** … and its number there; must grow. */
  readonly sourceSeq: number;
};

/** What the contract paid out without the exchange: a forced exit. */
export type Withdraw = Stamp & {
  readonly kind: 'withdraw';
  readonly account: number;
  readonly asset: number;
  /** Quanta. */
  readonly amount: Quanta;
  /** Which stream this comes from, as of a deposit, … */
  readonly source: number;
  /** … and its number there; must grow. */
  readonly sourceSeq: number;
};

/** The owner wants money out: it is put aside until the contract has paid it. */
export type RequestWithdrawal = Stamp & {
  readonly kind: 'request-withdrawal';
  readonly account: number;
  readonly asset: number;
  /** Quanta. */
  readonly amount: Quanta;
  /** Whether wrapped LUX is to be paid as native LUX; kept in the journal, not looked at by the engine. */
  readonly native: boolean;
  /** Who is paid, 0x and 40 lower-case hexadecimal digits. */
  readonly to: string;
  /** 1 … 2^48 − 1; grows from withdrawal to withdrawal of an account. */
  readonly nonce: number;
  /** Of the account, 0 … 65,535. */
  readonly epoch: number;
  /** Seconds since the epoch, up to 2^32 − 1: not paid by then, it is never paid. */
  readonly expiry: number;
  /** The owner's, as it was sent. */
  readonly signature: Uint8Array | null;
};

/** What became of a withdrawal: the contract has paid it, or it cannot be paid any more. */
export type FinishWithdrawal = Stamp & {
  readonly kind: 'finish-withdrawal';
  readonly account: number;
  readonly nonce: number;
  readonly paid: boolean;
};

/**
 * Ends an account's orders, and takes none until no reason is left to: it leaves, or cannot be settled.
 * Whoever lifts a reason lifts that one only.
 */
export type FreezeAccount = Stamp & {
  readonly kind: 'freeze-account';
  readonly account: number;
  readonly reason: FreezeReason;
  /** Whether the reason comes or is lifted. */
  readonly frozen: boolean;
};

/** The outbox: what a batch is made of is known before it is sent. */
export type SubmitBatch = Stamp & {
  readonly kind: 'submit-batch';
  /** Its number on chain, one more than that of the last settled one. */
  readonly batch: number;
  /** The last trade that it may hold; it begins behind those of the last settled batch. */
  readonly through: number;
  /** Keccak-256 of the batch, 0x and 64 lower-case hexadecimal digits. */
  readonly digest: string;
};

/** The chain has a batch, finally. */
export type SettleBatch = Stamp & {
  readonly kind: 'settle-batch';
  readonly batch: number;
  /** As when it was submitted. */
  readonly through: number;
  /** Hash of the transaction, 0x and 64 lower-case hexadecimal digits. */
  readonly transaction: string;
  /** Number of the block that has it. */
  readonly block: number;
  /** Trades in it whose side was taken over, ascending; what is not named waits for another batch. */
  readonly takenOver: readonly number[];
};

/** Batches leave a trade out, because the contract refuses it. */
export type QuarantineTrade = Stamp & {
  readonly kind: 'quarantine-trade';
  readonly tradeId: number;
};

/**
 * One side of a quarantined trade is taken back, and another account takes its place: so the healthy
 * side is settled.
 */
export type ReassignTrade = Stamp & {
  readonly kind: 'reassign-trade';
  readonly tradeId: number;
  /** Whose side cannot be settled; a frozen account. */
  readonly from: number;
  /** Who takes it over. */
  readonly to: number;
  /** What that side paid, quanta … */
  readonly paidAsset: number;
  readonly paid: Quanta;
  /** … and what it received, its fee taken off. */
  readonly receivedAsset: number;
  readonly received: Quanta;
};

/**
 * Undoes quarantined trades neither of whose sides can be settled, all at once or none: each side gets
 * back what it gave and gives back what it received, and the fees go back out of the fee account.
 */
export type AnnulTrades = Stamp & {
  readonly kind: 'annul-trades';
  /** Ascending by id; 1 … 56. */
  readonly trades: readonly AnnulledTrade[];
};

export type ListMarket = Stamp & MarketParameters & { readonly kind: 'list-market' };

export type SetMarketState = Stamp & {
  readonly kind: 'set-market-state';
  readonly market: number;
  readonly state: MarketState;
};

export type SetPrice = Stamp & {
  readonly kind: 'set-price';
  readonly market: number;
  readonly source: typeof MARK_PRICE | typeof INDEX_PRICE;
  /** Ticks. */
  readonly price: Ticks;
};

export type PlaceOrder = Stamp & {
  readonly kind: 'place';
  readonly account: number;
  readonly market: number;
  readonly orderId: number;
  /** 0 = none. */
  readonly clientOrderId: number;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** Ticks; of a market order its protection price, 0 = from the band. */
  readonly price: Ticks;
  /** Lots. */
  readonly quantity: Lots;
  /** Lots shown of an iceberg; 0 = all. */
  readonly displayQuantity: Lots;
  readonly postOnly: PostOnly;
  readonly reduceOnly: boolean;
  readonly selfTrade: SelfTradeMode;
  readonly trigger: Trigger;
  readonly triggerBy: PriceSource;
  /** Ticks; 0 without trigger. */
  readonly triggerPrice: Ticks;
  /** Milliseconds since the epoch; 0 = never. */
  readonly expiry: number;
  readonly takeProfit: Leg | null;
  readonly stopLoss: Leg | null;
  /** `null` = unsigned, as simulations and benchmarks are. */
  readonly authority: Authority | null;
  /** The signature as it was sent; kept in the journal, not looked at by the engine. */
  readonly signature: Uint8Array | null;
};

/** One-cancels-other: a resting limit order and a waiting stop order over one quantity and lock. */
export type PlaceOco = Stamp & {
  readonly kind: 'place-oco';
  readonly account: number;
  readonly market: number;
  readonly side: Side;
  /** Lots. */
  readonly quantity: Lots;
  readonly selfTrade: SelfTradeMode;
  /** Of both legs; milliseconds since the epoch; 0 = never. */
  readonly expiry: number;
  readonly limitLeg: Leg;
  readonly stopLeg: Leg;
};

export type CancelOrder = Stamp & {
  readonly kind: 'cancel';
  readonly account: number;
  /** 0 = by client order id. */
  readonly orderId: number;
  readonly clientOrderId: number;
};

export type CancelAll = Stamp & {
  readonly kind: 'cancel-all';
  readonly account: number;
  /** 0 = every market. */
  readonly market: number;
};

export type ModifyOrder = Stamp & {
  readonly kind: 'modify';
  readonly account: number;
  /** 0 = by client order id. */
  readonly orderId: number;
  readonly clientOrderId: number;
  /** Ticks; 0 = unchanged. */
  readonly price: Ticks;
  /** The new total in lots, what is filled included; 0 = unchanged. */
  readonly quantity: Lots;
  /** Ticks; 0 = unchanged. */
  readonly triggerPrice: Ticks;
  /** Of the order as it is to become; a signed order needs one unless only its size shrinks. */
  readonly authority: Authority | null;
  readonly signature: Uint8Array | null;
};

export type ArmDeadMan = Stamp & {
  readonly kind: 'arm-dead-man';
  readonly account: number;
  /** Milliseconds since the epoch; 0 disarms. */
  readonly deadline: number;
};

/** Lets an agent sign the account's orders; replaces the limits of one that it has already. */
export type ApproveAgent = Stamp & {
  readonly kind: 'approve-agent';
  readonly account: number;
  /** The agent's, 0x and 40 lower-case hexadecimal digits. */
  readonly address: string;
  /** Seconds since the epoch, up to 2^32 − 1. */
  readonly expiry: number;
  /** Markets the agent may trade in: bit n of the lower word is market n, … */
  readonly marketsLow: number;
  /** … bit n of the upper word market 32 + n. */
  readonly marketsHigh: number;
  /** Largest notional of one order, quote quanta; 2^53 − 1 = no limit. */
  readonly maxNotional: Quanta;
  /** 1 … 2^48 − 1; grows from approval to approval of an account. */
  readonly nonce: number;
  readonly signature: Uint8Array | null;
};

/** Ends an agent and its open orders. */
export type RevokeAgent = Stamp & {
  readonly kind: 'revoke-agent';
  readonly account: number;
  /** The agent's. */
  readonly address: string;
};

/** Ends everything that was signed for the account before. */
export type BumpEpoch = Stamp & {
  readonly kind: 'bump-epoch';
  readonly account: number;
  /** The account's next epoch, one more than the present one. */
  readonly epoch: number;
  readonly signature: Uint8Array | null;
};

/** Reserves the next range of nonces for resting orders of one signer. */
export type ReserveNonces = Stamp & {
  readonly kind: 'reserve-nonces';
  readonly account: number;
  /** 0 = the owner, else the number of an agent. */
  readonly agent: number;
};

/** The chain was seen to cancel a nonce for orders that stay. Its order, if open, is canceled by itself. */
export type NoteCancel = Stamp & {
  readonly kind: 'note-cancel';
  /** Whose nonce it is, 0x and 40 lower-case hexadecimal digits; it need not have an account. */
  readonly owner: string;
  /** 0 … 2^48 − 1. */
  readonly nonce: number;
};

/** What an owner lets a trading key do, as the chain has it. */
export type KeyLimits = Pick<
  ApproveAgent,
  'address' | 'expiry' | 'marketsLow' | 'marketsHigh' | 'maxNotional' | 'nonce'
>;

/** The chain was seen to approve a trading key: what it narrows counts at once. */
export type NoteApproval = Stamp &
  KeyLimits & {
    readonly kind: 'note-approval';
    /** Who approves it, 0x and 40 lower-case hexadecimal digits; it need not have an account. */
    readonly owner: string;
  };

/** The chain was seen to revoke a trading key, up to a nonce. */
export type NoteRevocation = Stamp & {
  readonly kind: 'note-revocation';
  /** Who revokes it, 0x and 40 lower-case hexadecimal digits; it need not have an account. */
  readonly owner: string;
  /** The key's, 0x and 40 lower-case hexadecimal digits. */
  readonly address: string;
  /** 0 … 2^48 − 1. */
  readonly nonce: number;
};

/** The chain has begun an owner's epoch, finally. */
export type NoteEpoch = Stamp & {
  readonly kind: 'note-epoch';
  /** 0x and 40 lower-case hexadecimal digits; it need not have an account. */
  readonly owner: string;
  readonly epoch: number;
};

/** The chain has an approval of a trading key, finally: the key has these limits. */
export type ConfirmApproval = Stamp &
  KeyLimits & { readonly kind: 'confirm-approval'; readonly account: number };

export type Tick = Stamp & { readonly kind: 'tick' };

/** Everything that changes the exchange's state (docs/matching.md). */
export type Command =
  | PlaceOrder
  | CancelOrder
  | ModifyOrder
  | PlaceOco
  | CancelAll
  | SetPrice
  | Tick
  | ArmDeadMan
  | Deposit
  | Withdraw
  | RequestWithdrawal
  | FinishWithdrawal
  | FreezeAccount
  | SubmitBatch
  | SettleBatch
  | QuarantineTrade
  | ReassignTrade
  | AnnulTrades
  | OpenAccount
  | ApproveAgent
  | RevokeAgent
  | BumpEpoch
  | ReserveNonces
  | NoteCancel
  | NoteApproval
  | NoteRevocation
  | NoteEpoch
  | ConfirmApproval
  | ListMarket
  | SetMarketState;
