import type { Address } from '#lib/domain/address.ts';
import type {
  ForcedExit,
  PendingDeposit,
  Settlement,
  TradeSettlement,
  Withdrawal,
} from '#lib/domain/settlement.ts';
import type {
  MoneyUnderWay,
  Reconciliation,
  SettlementChange,
  SettlementStatus,
  SettlementView,
} from '#server/settlement/index.ts';

/** Settlement that does exactly what a test tells it to. */
export class ScriptedSettlement implements SettlementView {
  readonly #listeners = new Set<(change: SettlementChange) => void>();
  readonly #settlements: Settlement[] = [];
  readonly #withdrawals = new Map<number, Withdrawal[]>();
  readonly #trades = new Map<number, TradeSettlement>();
  #status: SettlementStatus = {
    state: 'working',
    why: null,
    unsettledTrades: 0,
    quarantinedTrades: 0,
    oldestUnsettledMs: null,
    lastSettled: null,
    inFlight: null,
    operator: null,
    operatorBalanceWei: null,
    finalBlock: null,
  };
  deposits: PendingDeposit[] = [];
  forced: ForcedExit[] = [];
  underWayOf: MoneyUnderWay = { deposits: [], withdrawals: [], exits: [] };
  compared: Reconciliation | null = null;

  set(status: Partial<SettlementStatus>): void {
    this.#status = { ...this.#status, ...status };
  }

  /** A batch is sent, or settled, and with it all its trades but those that are left out. */
  tell(settlement: Settlement, leftOut: readonly number[] = []): void {
    const { batch, stage, transaction, firstTrade, lastTrade } = settlement;
    const others = this.#settlements.filter((each) => each.batch !== batch);
    this.#settlements.splice(0, Number.POSITIVE_INFINITY, settlement, ...others);
    const now: TradeSettlement = { stage, batch, transaction };
    for (let id = firstTrade; id <= lastTrade; id += 1) {
      const isLeftOut = leftOut.includes(id);
      const left = { stage: 'quarantined', batch: null, transaction: null } as const;
      this.#trades.set(id, isLeftOut ? left : now);
    }
    if (stage === 'settled') this.set({ lastSettled: settlement, inFlight: null });
    else this.set({ inFlight: settlement });
    this.#announce({ kind: 'settlement', settlement });
    this.#announce({ kind: 'trades', firstTrade, lastTrade, settlement: now });
  }

  withdrawn(account: number, withdrawal: Withdrawal): void {
    const others = this.#withdrawals.get(account) ?? [];
    this.#withdrawals.set(account, [withdrawal, ...others]);
  }

  status(): SettlementStatus {
    return this.#status;
  }

  reconciliation(): Reconciliation | null {
    return this.compared;
  }

  tradeSettlement(tradeId: number): TradeSettlement {
    return this.#trades.get(tradeId) ?? { stage: 'matched', batch: null, transaction: null };
  }

  settlements({ before, limit }: Page): Promise<readonly Settlement[]> {
    const wanted = this.#settlements.filter(({ batch }) => before === null || batch < before);
    return Promise.resolve(wanted.slice(0, limit));
  }

  settlement(batch: number): Promise<Settlement | null> {
    return Promise.resolve(this.#settlements.find((each) => each.batch === batch) ?? null);
  }

  pendingDeposits(account: Address): readonly PendingDeposit[] {
    return this.deposits.filter((deposit) => deposit.account === account);
  }

  withdrawals(query: Page & { readonly account: number }): Promise<readonly Withdrawal[]> {
    const { account, before, limit } = query;
    const all = this.#withdrawals.get(account) ?? [];
    const wanted = all.filter(({ nonce }) => before === null || nonce < before);
    return Promise.resolve(wanted.slice(0, limit));
  }

  exits(): readonly ForcedExit[] {
    return this.forced;
  }

  underWay(): MoneyUnderWay {
    return this.underWayOf;
  }

  onChange(listener: (change: SettlementChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Something happened to money on its way. */
  announce(change: SettlementChange): void {
    this.#announce(change);
  }

  #announce(change: SettlementChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

type Page = { readonly before: number | null; readonly limit: number };

/** A batch of trades, and what a test changes of it. */
export function settlementWith(changes: Partial<Settlement> = {}): Settlement {
  return {
    batch: 7,
    stage: 'settled',
    transaction: `0x${'7'.repeat(64)}`,
    block: 700,
    firstTrade: 1,
    lastTrade: 1,
    withdrawals: 0,
    gasUsed: 123_456,
    timeMs: 1_790_000_000_000,
    ...changes,
  };
}
