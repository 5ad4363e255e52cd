import type { Address, Hash } from './address.ts';
import type { Quanta } from './quanta.ts';

/**
 * How far a trade is on its way to the chain: matched (final, and not sent yet), settling (in a batch
 * that was sent), settled (in a block that is final), quarantined (left out, because the contract
 * refuses it as it is), annulled (undone, because neither side of it could be settled).
 */
export type SettlementStage = 'matched' | 'settling' | 'settled' | 'quarantined' | 'annulled';

/** Where a trade's settlement stands. */
export type TradeSettlement = {
  readonly stage: SettlementStage;
  /** Number of its batch; `null` while it has none. */
  readonly batch: number | null;
  /** Transaction of that batch; `null` until it is sent. */
  readonly transaction: Hash | null;
};

/** A batch of trades and withdrawals. */
export type Settlement = {
  readonly batch: number;
  readonly stage: 'settling' | 'settled';
  readonly transaction: Hash | null;
  /** `null` until it is settled. */
  readonly block: number | null;
  /** Trades that it may hold, both inclusive; none when the first is above the last. */
  readonly firstTrade: number;
  readonly lastTrade: number;
  readonly withdrawals: number;
  readonly gasUsed: number | null;
  /** When it was sent, milliseconds since the epoch. */
  readonly timeMs: number;
};

/** A deposit that the chain has and the ledger has not yet. */
export type PendingDeposit = {
  readonly account: Address;
  /** Symbol (`USDT`). */
  readonly asset: string;
  readonly quanta: Quanta;
  /** Blocks that confirm it, its own among them; and as many as it takes. */
  readonly confirmations: number;
  readonly needed: number;
  readonly transaction: Hash;
  readonly depositId: number;
};

/** Money on its way out, or gone. */
export type Withdrawal = {
  readonly nonce: number;
  /** Symbol (`USDT`). */
  readonly asset: string;
  readonly quanta: Quanta;
  readonly to: Address;
  /** Returned = it could not be paid in time, and is in the ledger again. */
  readonly stage: 'requested' | 'settling' | 'paid' | 'returned';
  readonly transaction: Hash | null;
  /** Milliseconds since the epoch. */
  readonly requestedMs: number;
};

/** What the contract paid by itself of one asset. */
export type ExitPayout = {
  /** Symbol (`USDT`). */
  readonly asset: string;
  readonly quanta: Quanta;
  readonly transaction: Hash;
};

/** A way out without the operator: requested on the chain, and paid by the contract or taken back. */
export type ForcedExit = {
  /** Grows with each; unique on the chain. */
  readonly id: number;
  /** Paid = at least one asset is. */
  readonly stage: 'requested' | 'paid' | 'canceled';
  /** All times in milliseconds since the epoch: when it was requested, … */
  readonly requestedMs: number;
  /** … from when on nothing of the account is settled, … */
  readonly bindsMs: number;
  /** … and from when on anybody can have it paid. */
  readonly executableMs: number;
  readonly transaction: Hash;
  /** `null` unless its owner took it back. */
  readonly canceledBy: Hash | null;
  readonly payouts: readonly ExitPayout[];
};
