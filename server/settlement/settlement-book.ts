import type { Address, Hash } from '#lib/domain/address.ts';
import type { TradeSettlement } from '#lib/domain/settlement.ts';
import type { Command, EngineState } from '#server/engine/index.ts';
import type { CommandEffects, Projection } from '#server/projection.ts';
import type { KeptRow, SettlementRow, Store, WithdrawalRow } from '#server/store/index.ts';
import { ContractExposure } from './contract-exposure.ts';
import { ContractWords } from './contract-words.ts';
import type { KeptKind } from './kept-codec.ts';
import { SettledBatches } from './settled-batches.ts';
import { type ApprovalTerm, SignedApprovals } from './signed-approvals.ts';
import { SignedEpochs } from './signed-epochs.ts';
import { SignedOrders } from './signed-orders.ts';
import { type SettledNow, TradeQueue } from './trade-queue.ts';
import { WithdrawalQueue } from './withdrawal-queue.ts';

/** What the book needs of the history. */
export type BookStore = Pick<
  Store,
  | 'keep'
  | 'putDeposit'
  | 'putSettlement'
  | 'putWithdrawal'
  | 'kept'
  | 'openWithdrawals'
  | 'settlements'
>;

/** What the engine's recovered state tells, besides the history. */
type Recovered = Pick<EngineState, 'accounts'>;

/** What changed with a command, for whoever tells it on. */
export type BookChange =
  | { readonly kind: 'settled'; readonly row: SettlementRow; readonly trades: readonly number[] }
  | { readonly kind: 'annulled'; readonly tradeId: number }
  | { readonly kind: 'withdrawal'; readonly row: WithdrawalRow };

/** Settled batches that are known by trade. */
const REMEMBERED_BATCHES = 50_000;

/**
 * Everything that settlement knows from the journal alone: what was signed, what is matched and not
 * settled, what was noted to be sent, who wants money out. A projection, kept through the history.
 */
export class SettlementBook implements Projection {
  readonly signed: SignedOrders;
  readonly approvals: SignedApprovals;
  readonly epochs: SignedEpochs;
  readonly trades: TradeQueue;
  readonly withdrawals: WithdrawalQueue;
  /** What hangs on contracts' words. */
  readonly words: ContractWords;
  readonly exposure: ContractExposure;
  readonly batches = new SettledBatches(REMEMBERED_BATCHES);
  readonly #addresses: (Address | undefined)[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #listeners = new Set<(change: BookChange) => void>();
  readonly #gasUsed = new Map<number, number>();
  #store: Omit<BookStore, 'kept' | 'openWithdrawals' | 'settlements'> | null = null;
  #last: SettlementRow | null = null;
  #changes: BookChange[] = [];
  #hasGap = false;
  #tradeCount = 0;

  constructor() {
    const keep = (kind: KeptKind, key: string | number, value: string | null) =>
      this.#store?.keep({ kind, key: String(key), value });
    const addressOf = (account: number) => this.addressOf(account);
    this.signed = new SignedOrders({ addressOf, keep });
    this.trades = new TradeQueue(keep);
    const isNeeded = (term: ApprovalTerm) => this.trades.restOn(term);
    const resting = () => this.trades.resting();
    this.approvals = new SignedApprovals({ addressOf, keep, isNeeded, resting });
    this.epochs = new SignedEpochs({ addressOf, keep });
    this.withdrawals = new WithdrawalQueue((row) => this.#store?.putWithdrawal(row));
    this.words = new ContractWords({ approvals: this.approvals, epochs: this.epochs });
    this.exposure = new ContractExposure({
      words: this.words,
      version: (orderId) => this.signed.version(orderId),
    });
  }

  /** Whether commands are missing that it would have to know: nothing may be settled then. */
  get hasGap(): boolean {
    return this.#hasGap;
  }

  /** The last settled batch; `null` before the first. */
  get last(): SettlementRow | null {
    return this.#last;
  }

  /** The last trade that it has taken in. */
  get tradeCount(): number {
    return this.#tradeCount;
  }

  /** 0x and 40 lower-case hexadecimal digits; of account 0, and of one that it does not know, 0x. */
  addressOf(account: number): Address {
    return this.#addresses[account] ?? '0x';
  }

  /** The number of an address's account; `null` when there is none. */
  accountOf(address: Address): number | null {
    return this.#numbers.get(address.toLowerCase()) ?? null;
  }

  /** Accounts, the fee account included. */
  get accountCount(): number {
    return this.#addresses.length;
  }

  /** Begins with what was kept up to the history's position; what came later is taken in after it. */
  async restore(store: BookStore, { accounts }: Recovered): Promise<void> {
    for (let account = 1; account < accounts.count; account += 1) {
      this.#opened(account, accounts.address(account));
    }
    for (const row of await store.kept()) this.#restoreKept(row.kind as KeptKind, row);
    this.trades.restored();
    this.words.restored();
    this.exposure.restored(this.signed.all(), this.trades.all());
    for (const row of await store.openWithdrawals()) this.withdrawals.restore(row);
    const rows = await store.settlements({ before: null, limit: REMEMBERED_BATCHES });
    for (const { batch, lastTrade: through, transaction } of rows.toReversed()) {
      this.batches.add({ batch, through, transaction });
    }
    this.#last = rows[0] ?? null;
    this.#tradeCount = Math.max(
      this.trades.progress.through,
      this.trades.lastAnnulled,
      lastIdOf(this.trades),
    );
    this.#store = store;
    this.approvals.restored();
  }

  /** The journal does not reach back to what was kept. */
  missed(): void {
    this.#hasGap = true;
    this.#store?.keep({ kind: 'gap', key: 'journal', value: '1' });
  }

  take(effects: CommandEffects, command: Command | null): void {
    const { events, timeMs } = effects;
    if (command?.kind === 'open-account' && events[0]?.kind === 'account-opened') {
      this.#opened(command.account, command.address);
    }
    this.approvals.take(command, events);
    this.epochs.take(command, events);
    if (command !== null) {
      this.signed.take(command, events);
      this.words.take(command, events);
    }
    this.exposure.take(command, events);
    this.trades.takeTrades(effects, (orderId) => this.signed.version(orderId));
    this.#tradeCount = Math.max(this.#tradeCount, lastTradeOf(effects));
    const { revision } = this.trades;
    const settled = this.trades.take(effects, command);
    if (revision !== this.trades.revision) this.approvals.settled(timeMs);
    for (const event of events) {
      const { kind } = event;
      if (kind === 'trade-annulled')
        this.#changes.push({ kind: 'annulled', tradeId: event.tradeId });
    }
    if (settled !== null) this.exposure.settled(settled.trades);
    if (settled !== null && command?.kind === 'settle-batch') {
      this.#settled(settled, { ...command, timeMs });
    }
    const rows = this.withdrawals.take(effects, {
      command,
      transaction: this.#last?.transaction ?? null,
    });
    for (const row of rows) this.#withdrawalChanged(row);
    this.signed.forget(events);
  }

  settle(): void {
    const changes = this.#changes;
    this.#changes = [];
    for (const change of changes) for (const listener of this.#listeners) listener(change);
  }

  /** Listens to what is settled and paid, until the returned function is called. */
  onChange(listener: (change: BookChange) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Says what a batch has cost that is not settled yet. */
  gasUsed(batch: number, gas: bigint): void {
    this.#gasUsed.clear();
    this.#gasUsed.set(batch, Number(gas));
  }

  /** Where a trade stands, but for what is on its way. */
  tradeSettlement(tradeId: number): TradeSettlement {
    const { trades, batches } = this;
    const nothing = { batch: null, transaction: null };
    if (trades.isAnnulled(tradeId)) return { stage: 'annulled', ...nothing };
    if (trades.quarantined.has(tradeId)) return { stage: 'quarantined', ...nothing };
    if (trades.trade(tradeId) !== null || tradeId > trades.progress.through) {
      return { stage: 'matched', ...nothing };
    }
    const entry = batches.of(tradeId);
    const transaction = (entry?.transaction ?? null) as Hash | null;
    return { stage: 'settled', batch: entry?.batch ?? null, transaction };
  }

  #opened(account: number, address: string): void {
    this.#addresses[account] = address as Address;
    this.#numbers.set(address, account);
  }

  #restoreKept(kind: KeptKind, { key, value }: Pick<KeptRow, 'key' | 'value'>): void {
    if (kind === 'version') this.signed.restore(value);
    else if (kind === 'trade') this.trades.restoreTrade(value);
    else if (kind === 'candidate') this.trades.restoreCandidate(value);
    else if (kind === 'progress') this.trades.restoreProgress(value);
    else if (kind === 'approval') this.approvals.restoreApproval(value);
    else if (kind === 'epoch') this.epochs.restore(value);
    else if (kind === 'annulled') this.trades.restoreAnnulled(Number(key));
    else if (kind === 'gap') this.#hasGap = true;
    else this.batches.addLate(Number(key), Number(value));
  }

  #settled(
    { batch, firstTrade, through, trades }: SettledNow,
    command: { readonly transaction: string; readonly block: number; readonly timeMs: number },
  ): void {
    const { transaction, block, timeMs } = command;
    const row: SettlementRow = {
      batch,
      transaction,
      block,
      firstTrade,
      lastTrade: through,
      // Counted up as they are told to be paid.
      withdrawals: 0,
      gasUsed: this.#gasUsed.get(batch) ?? null,
      timeMs,
    };
    this.batches.add({ batch, through, transaction });
    for (const tradeId of trades.filter((id) => id < firstTrade)) {
      this.batches.addLate(tradeId, batch);
      this.#store?.keep({ kind: 'late', key: String(tradeId), value: String(batch) });
    }
    this.#putLast(row);
    this.#changes.push({ kind: 'settled', row, trades });
  }

  /** A deposit is credited: the journal does not know its transaction. */
  credited(deposit: { readonly seq: number; readonly transaction: Hash }): void {
    this.#store?.putDeposit(deposit);
  }

  #withdrawalChanged(row: WithdrawalRow): void {
    const last = this.#last;
    if (row.status === 'paid' && last !== null) {
      this.#putLast({ ...last, withdrawals: last.withdrawals + 1 });
    }
    this.#changes.push({ kind: 'withdrawal', row });
  }

  #putLast(row: SettlementRow): void {
    this.#last = row;
    this.#store?.putSettlement(row);
  }
}

function lastTradeOf({ events }: CommandEffects): number {
  let last = 0;
  for (const event of events) if (event.kind === 'trade') last = event.tradeId;
  return last;
}

function lastIdOf(trades: TradeQueue): number {
  let last = 0;
  for (const { tradeId } of trades.all()) last = tradeId;
  return last;
}
