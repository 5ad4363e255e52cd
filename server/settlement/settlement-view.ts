import type { Address } from '#lib/domain/address.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import type {
  ForcedExit,
  PendingDeposit,
  Settlement,
  TradeSettlement,
  Withdrawal,
} from '#lib/domain/settlement.ts';

/** How settlement does, for operators. */
export type SettlementStatus = {
  /** Working: batches go out as they fill. Paused: something stands in the way, see `why`. */
  readonly state: 'working' | 'paused' | 'halted';
  /** What stands in the way, in a person's words; `null` while nothing does. */
  readonly why: string | null;
  /** Trades that are matched and not in a settled batch, those left out included. */
  readonly unsettledTrades: number;
  readonly quarantinedTrades: number;
  /** Age of the oldest trade that waits to be settled and is not left out, milliseconds. */
  readonly oldestUnsettledMs: number | null;
  /** The last batch that the chain has finally; `null` before the first. */
  readonly lastSettled: Settlement | null;
  /** A batch that was sent and is not final. */
  readonly inFlight: Settlement | null;
  readonly operator: Address | null;
  readonly operatorBalanceWei: bigint | null;
  /** Up to which block the clearing house's events are taken in; `null` before the first. */
  readonly finalBlock: number | null;
};

/** One asset, as the chain and the ledger have it, in quanta. */
export type AssetSolvency = {
  /** Symbol (`USDT`). */
  readonly asset: string;
  /** What the contract holds of the token, whole quanta, rounded down. */
  readonly held: Quanta;
  /** What the contract says that it owes to all accounts. */
  readonly custody: Quanta;
  /** What the engine says that it owes: balances, and withdrawals that are not paid. */
  readonly liabilities: Quanta;
  /** Of the liabilities: the fee account's and the backstop's. */
  readonly exchangeOwned: Quanta;
};

/** An account whose balance on chain is not what the ledger says. */
export type LedgerDifference = {
  readonly account: Address;
  readonly asset: string;
  /** Quanta on chain, and what follows from the ledger. */
  readonly onChain: Quanta;
  readonly expected: Quanta;
};

/** The ledger against the chain, at one block. */
export type Reconciliation = {
  readonly block: number;
  readonly timestampMs: number;
  readonly accountsChecked: number;
  /** At most a hundred. */
  readonly differences: readonly LedgerDifference[];
  readonly assets: readonly AssetSolvency[];
};

/** What the gateway serves of settlement; reads only, all from memory or the history. */
export type SettlementView = {
  status(): SettlementStatus;
  /** The last comparison; `null` before the first. */
  reconciliation(): Reconciliation | null;
  tradeSettlement(tradeId: number): TradeSettlement;
  /** Batches, the newest first. */
  settlements(page: {
    readonly before: number | null;
    readonly limit: number;
  }): Promise<readonly Settlement[]>;
  settlement(batch: number): Promise<Settlement | null>;
  pendingDeposits(account: Address): readonly PendingDeposit[];
  /** Forced exits of an address, the newest first. */
  exits(account: Address): readonly ForcedExit[];
  /** What is on its way for an account: pending deposits, withdrawals that are not paid; and its exits. */
  underWay(account: number): MoneyUnderWay;
  /** Withdrawals of an account, the newest first. */
  withdrawals(page: {
    readonly account: number;
    readonly before: number | null;
    readonly limit: number;
  }): Promise<readonly Withdrawal[]>;
  /**
   * Listens to batches that were sent or settled, and to what changed for accounts, until the returned
   * function is called.
   */
  onChange(listener: (change: SettlementChange) => void): () => void;
};

export type MoneyUnderWay = {
  readonly deposits: readonly PendingDeposit[];
  readonly withdrawals: readonly Withdrawal[];
  readonly exits: readonly ForcedExit[];
};

export type SettlementChange =
  | { readonly kind: 'settlement'; readonly settlement: Settlement }
  | {
      readonly kind: 'trades';
      readonly firstTrade: number;
      readonly lastTrade: number;
      readonly settlement: TradeSettlement;
    }
  | { readonly kind: 'transfer'; readonly transfer: TransferChange };

/** What happened to an account's money on its way; `account` is `null` before its address has one. */
export type TransferChange =
  | {
      readonly kind: 'deposit';
      readonly account: number | null;
      readonly deposit: PendingDeposit;
      /** It is credited, or the chain took it back. */
      readonly isDone: boolean;
    }
  | { readonly kind: 'withdrawal'; readonly account: number; readonly withdrawal: Withdrawal }
  | { readonly kind: 'exit'; readonly account: number | null; readonly exit: ForcedExit }
  /** The blocks that had them were given up. */
  | {
      readonly kind: 'exits-undone';
      readonly account: number | null;
      readonly ids: readonly number[];
    };
