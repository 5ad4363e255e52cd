import type { Address, Hash } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import type {
  ForcedExit,
  PendingDeposit,
  Settlement,
  TradeSettlement,
  Withdrawal,
} from '#lib/domain/settlement.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { SettlementRow, Store, WithdrawalRow } from '#server/store/index.ts';
import type { BookChange, SettlementBook } from './settlement-book.ts';
import type {
  MoneyUnderWay,
  Reconciliation,
  SettlementChange,
  SettlementStatus,
  SettlementView,
  TransferChange,
} from './settlement-view.ts';
import { type OpenWithdrawal, requestedRow } from './withdrawal-queue.ts';

/** What settles, once the clearing house is known. */
export type RunningSettlement = {
  readonly state: SettlementStatus['state'];
  readonly why: string | null;
  readonly inFlight: Settlement | null;
  readonly operator: Address | null;
  readonly operatorBalanceWei: bigint | null;
  readonly finalBlock: number | null;
  readonly reconciliation: Reconciliation | null;
  isSettling(tradeId: number): boolean;
  isPaying(account: number, nonce: number): boolean;
  pendingDeposits(account: Address): readonly PendingDeposit[];
};

export type SettlementDeskOptions = {
  readonly book: SettlementBook;
  /** The history; `null` while the exchange recovers. */
  readonly store: () => Pick<Store, 'settlements' | 'withdrawals'> | null;
  readonly now: () => number;
};

/** Says how settlement does, to whoever asks and listens. */
export class SettlementDesk implements SettlementView {
  readonly #options: SettlementDeskOptions;
  readonly #listeners = new Set<(change: SettlementChange) => void>();
  #running: RunningSettlement | null = null;
  #exits: Pick<SettlementView, 'exits'> | null = null;
  #told: Settlement | null = null;
  /** Withdrawals that were told to be in the batch that is on its way. */
  #paying: ReadonlySet<OpenWithdrawal> = new Set();
  #why = 'The clearing house is not known yet.';

  constructor(options: SettlementDeskOptions) {
    this.#options = options;
    options.book.onChange((change) => this.#bookChanged(change));
  }

  /** From now on this settles. */
  use(running: RunningSettlement): void {
    this.#running = running;
  }

  /** From now on this knows the forced exits. */
  readExitsFrom(exits: Pick<SettlementView, 'exits'>): void {
    this.#exits = exits;
  }

  /** Why nothing settles yet. */
  unavailable(why: string): void {
    this.#why = why;
  }

  status(): SettlementStatus {
    const { book, now } = this.#options;
    const running = this.#running;
    const [oldest] = book.trades.pending();
    return {
      state: running?.state ?? 'paused',
      why: running === null ? this.#why : running.why,
      unsettledTrades: book.trades.size,
      quarantinedTrades: book.trades.quarantined.size,
      oldestUnsettledMs: oldest === undefined ? null : Math.max(0, now() - oldest.timeMs),
      lastSettled: book.last === null ? null : settlementOf(book.last),
      inFlight: running?.inFlight ?? null,
      operator: running?.operator ?? null,
      operatorBalanceWei: running?.operatorBalanceWei ?? null,
      finalBlock: running?.finalBlock ?? null,
    };
  }

  reconciliation(): Reconciliation | null {
    return this.#running?.reconciliation ?? null;
  }

  tradeSettlement(tradeId: number): TradeSettlement {
    const known = this.#options.book.tradeSettlement(tradeId);
    const inFlight = this.#running?.inFlight ?? null;
    if (known.stage !== 'matched' || inFlight === null) return known;
    if (this.#running?.isSettling(tradeId) !== true) return known;
    return { stage: 'settling', batch: inFlight.batch, transaction: inFlight.transaction };
  }

  async settlements({
    before,
    limit,
  }: {
    readonly before: number | null;
    readonly limit: number;
  }): Promise<readonly Settlement[]> {
    const inFlight = this.#running?.inFlight ?? null;
    const isFirst = inFlight !== null && (before === null || inFlight.batch < before);
    const rows = await this.#store().settlements({ before, limit });
    // It may have been settled between the two looks.
    const settled = rows.map(settlementOf);
    const isKnown = settled[0] !== undefined && settled[0].batch >= (inFlight?.batch ?? 0);
    return isFirst && !isKnown ? [inFlight, ...settled].slice(0, limit) : settled;
  }

  async settlement(batch: number): Promise<Settlement | null> {
    const [found] = await this.settlements({ before: batch + 1, limit: 1 });
    return found?.batch === batch ? found : null;
  }

  pendingDeposits(account: Address): readonly PendingDeposit[] {
    return this.#running?.pendingDeposits(account) ?? [];
  }

  exits(account: Address): readonly ForcedExit[] {
    return this.#exits?.exits(account) ?? [];
  }

  underWay(account: number): MoneyUnderWay {
    const { book } = this.#options;
    const address = book.addressOf(account);
    const own = [...book.withdrawals.all()].filter((each) => each.account === account);
    return {
      deposits: this.pendingDeposits(address),
      withdrawals: own.map((open) => this.#withdrawalOf(requestedRow(open))),
      exits: this.exits(address),
    };
  }

  async withdrawals(page: {
    readonly account: number;
    readonly before: number | null;
    readonly limit: number;
  }): Promise<readonly Withdrawal[]> {
    const rows = await this.#store().withdrawals(page);
    return rows.map((row) => this.#withdrawalOf(row));
  }

  onChange(listener: (change: SettlementChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** A deposit was seen, has more blocks on top of it, or was credited. */
  depositChanged(deposit: PendingDeposit): void {
    const { account: address, depositId } = deposit;
    const account = this.#options.book.accountOf(address);
    const isDone = !this.pendingDeposits(address).some((each) => each.depositId === depositId);
    this.#tellTransfer({ kind: 'deposit', account, deposit, isDone });
  }

  /** Something happened to an account's newest forced exit, or the chain took some of them back. */
  exitChanged(address: Address, undone: readonly number[] = []): void {
    const account = this.#options.book.accountOf(address);
    if (undone.length > 0) this.#tellTransfer({ kind: 'exits-undone', account, ids: undone });
    const [exit] = this.exits(address);
    if (exit !== undefined) this.#tellTransfer({ kind: 'exit', account, exit });
  }

  /** A batch went out, or was seen in a block. */
  batchMoved(): void {
    const inFlight = this.#running?.inFlight ?? null;
    const told = this.#told;
    this.#told = inFlight;
    if (inFlight === told) return;
    this.#tellPaying();
    const settled = this.#options.book.trades.progress.batch;
    if (inFlight !== null) {
      this.#tell({ kind: 'settlement', settlement: inFlight });
      const { batch, transaction } = inFlight;
      this.#tellTrades(inFlight, { stage: 'settling', batch, transaction });
    } else if (told !== null && told.batch > settled) {
      // It did not go through: its trades wait again.
      this.#tellTrades(told, { stage: 'matched', batch: null, transaction: null });
    }
  }

  /** Tells withdrawals that went into the batch that is on its way, or came out of it unpaid. */
  #tellPaying(): void {
    const before = this.#paying;
    const all = [...this.#options.book.withdrawals.all()];
    const isPaying = ({ account, nonce }: OpenWithdrawal) =>
      this.#running?.isPaying(account, nonce) === true;
    this.#paying = new Set(all.filter(isPaying));
    for (const open of all) {
      if (before.has(open) === this.#paying.has(open)) continue;
      const withdrawal = this.#withdrawalOf(requestedRow(open));
      this.#tellTransfer({ kind: 'withdrawal', account: open.account, withdrawal });
    }
  }

  #bookChanged(change: BookChange): void {
    if (change.kind === 'withdrawal') {
      const { row } = change;
      const withdrawal = this.#withdrawalOf(row);
      this.#tellTransfer({ kind: 'withdrawal', account: row.account, withdrawal });
      return;
    }
    if (change.kind === 'annulled') {
      const only = { firstTrade: change.tradeId, lastTrade: change.tradeId };
      this.#tellTrades(only, { stage: 'annulled', batch: null, transaction: null });
      return;
    }
    const settlement = settlementOf(change.row);
    this.#tell({ kind: 'settlement', settlement });
    const { batch, transaction } = settlement;
    const first = change.trades[0] ?? settlement.firstTrade;
    const range = { ...settlement, firstTrade: Math.min(first, settlement.firstTrade) };
    this.#tellTrades(range, { stage: 'settled', batch, transaction });
  }

  #tellTrades(
    { firstTrade, lastTrade }: Pick<Settlement, 'firstTrade' | 'lastTrade'>,
    settlement: TradeSettlement,
  ): void {
    if (firstTrade > lastTrade) return;
    this.#tell({ kind: 'trades', firstTrade, lastTrade, settlement });
  }

  #tellTransfer(transfer: TransferChange): void {
    this.#tell({ kind: 'transfer', transfer });
  }

  #tell(change: SettlementChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #withdrawalOf(row: WithdrawalRow): Withdrawal {
    const isPaying = this.#running?.isPaying(row.account, row.nonce) === true;
    return {
      nonce: row.nonce,
      asset: assets.find(({ id }) => id === row.asset)?.symbol ?? '',
      quanta: row.amountQuanta,
      to: row.receiver as Address,
      stage: row.status === 'requested' && isPaying ? 'settling' : stageOf(row.status),
      transaction: row.transaction as Hash | null,
      requestedMs: row.requestedMs,
    };
  }

  #store(): Pick<Store, 'settlements' | 'withdrawals'> {
    const store = this.#options.store();
    if (store !== null) return store;
    throw new ProtocolError('sequencer/not-accepting', { facts: { reason: 'recovering' } });
  }
}

function settlementOf({ transaction, ...row }: SettlementRow): Settlement {
  return { ...row, stage: 'settled', transaction: transaction as Hash };
}

function stageOf(status: string): Withdrawal['stage'] {
  return status === 'paid' || status === 'returned' ? status : 'requested';
}
