import type { Fill } from '#lib/domain/fill.ts';
import type { Order } from '#lib/domain/order.ts';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import type { MinuteSummary } from '#lib/domain/ticker.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { CommandEffects, Projection } from '#server/projection.ts';
import type { DatabasePlace } from './database.ts';
import type {
  MinutesQuery,
  OrdersQuery,
  PageQuery,
  StoreQueries,
  TransfersQuery,
  WithdrawalsQuery,
} from './history-queries.ts';
import { type AccountOrder, orderOf } from './order-row.ts';
import { PendingRows } from './pending-rows.ts';
import type { Retention } from './prune-history.ts';
import type {
  DepositRow,
  KeptChange,
  KeptRow,
  MinuteRow,
  OrderRow,
  SettlementRow,
  ToldTransfer,
  TradeRow,
  WithdrawalRow,
} from './store-batch.ts';
import type { StorePosition } from './store-program.ts';
import { StoreThread } from './store-thread.ts';
import { fillOf, publicTradeOf } from './trade-row.ts';

export type StoreOptions = {
  readonly place: DatabasePlace;
  /** Names the journal that this is the history of. */
  readonly journal: string;
  /** How an account is called in public. */
  readonly pseudonym: (account: number) => string;
  /** Rows that may wait to be written; with more the store stops following. */
  readonly maxPendingRows: number;
  readonly retention: Retention;
  /** The history is no longer written; it is rebuilt at the next start. */
  readonly onFault: (error: unknown) => void;
};

/** An order, whose it is, and in which market. */
export type StoredOrder = AccountOrder & { readonly market: number };

/**
 * The exchange's history in a database: a projection of what the engine did, written in batches, each
 * with the number of the command it goes up to. Losing it loses nothing: the journal has it all.
 */
export class Store implements Projection {
  readonly #options: StoreOptions;
  readonly #thread: StoreThread;
  readonly #pending: PendingRows;
  #writing: Promise<void> = Promise.resolve();
  #fault: unknown = null;

  private constructor(options: StoreOptions, thread: StoreThread, { seq }: StorePosition) {
    this.#options = options;
    this.#thread = thread;
    this.#pending = new PendingRows(seq);
  }

  /**
   * Opens the database, and makes its tables if they are not there.
   *
   * @throws An error named StoreMismatchError when it holds another journal's history; the database's
   *   errors when it cannot be used.
   */
  static async open(
    options: StoreOptions,
  ): Promise<{ readonly store: Store; readonly position: StorePosition }> {
    const thread = new StoreThread(options.place);
    try {
      const position = await thread.position(options.journal);
      return { store: new Store(options, thread, position), position };
    } catch (error) {
      await thread.close().catch(() => undefined);
      throw error;
    }
  }

  /** Why the history is not written any more; `null` while it is. */
  get fault(): unknown {
    return this.#fault;
  }

  /** Last command whose rows were taken. */
  get seq(): number {
    return this.#pending.seq;
  }

  /** Tells that what came before a command is not in the journal any more, and goes on with it. */
  async beginAt(firstSeq: number): Promise<void> {
    await this.#thread.beginAt(firstSeq);
    this.#pending.take({ seq: firstSeq - 1, timeMs: 0, events: [] });
  }

  take(effects: CommandEffects): void {
    if (this.#fault === null && effects.seq > this.#pending.seq) this.#pending.take(effects);
  }

  /** To be called when the orders that changed have been put. */
  settle(): void {
    if (this.#pending.count > this.#options.maxPendingRows) {
      this.#fail(new Error('the database is too slow for what is traded'));
    }
  }

  putOrder(order: AccountOrder): void {
    if (this.#fault === null) this.#pending.putOrder(order);
  }

  /** Keeps a row, or (without value) no longer: written with the commands that were taken. */
  keep(change: KeptChange): void {
    if (this.#fault === null) this.#pending.keep(change);
  }

  /** Notes the transaction of a deposit that a command has credited. */
  putDeposit(row: DepositRow): void {
    if (this.#fault === null) this.#pending.putDeposit(row);
  }

  putSettlement(row: SettlementRow): void {
    if (this.#fault === null) this.#pending.putSettlement(row);
  }

  putWithdrawal(row: WithdrawalRow): void {
    if (this.#fault === null) this.#pending.putWithdrawal(row);
  }

  /** To be called when nobody waits any more for the history to be where the journal is. */
  async stepAside(): Promise<void> {
    await this.#thread.stepAside();
  }

  /** Writes what is pending; to be called every now and then. Resolves when all before is written. */
  async flush(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      if (this.#fault !== null || this.#pending.isEmpty) return;
      try {
        await this.#thread.write(this.#pending.removeAll());
      } catch (error) {
        // What was taken is lost for this process; the position in the database says so.
        this.#fail(error);
      }
    });
    await this.#writing;
  }

  /** Forgets what need not be kept. @returns How many orders. */
  async prune(nowMs: number): Promise<number> {
    return await this.#thread.prune(this.#options.retention, nowMs);
  }

  /** An account's orders, the newest first. */
  async orders(query: OrdersQuery): Promise<Order[]> {
    return (await this.#ask('orders', query)).map(orderOf);
  }

  /** An order and whose it is; `null` when it is not known. */
  async order(orderId: number): Promise<{ account: number; order: Order } | null> {
    const [row] = await this.#ask('order', orderId);
    return row === undefined ? null : { account: row.account, order: orderOf(row) };
  }

  /** Numbers of the commands that changed an order under a new signature, the newest first. */
  async orderVersions(orderId: number): Promise<number[]> {
    return (await this.#ask('orderVersions', orderId)).map(({ seq }) => seq);
  }

  /** An account's fills, the newest first. */
  async fills(
    query: PageQuery & { readonly account: number; readonly market: number | null },
  ): Promise<Fill[]> {
    const rows = await this.#ask('trades', query);
    return rows.map((row) => fillOf(row, query.account));
  }

  /** A market's trades, the newest first. */
  async trades(query: PageQuery & { readonly market: number }): Promise<PublicTrade[]> {
    const rows = await this.#ask('trades', { ...query, account: null });
    return rows.map((row) => publicTradeOf(row, this.#options.pseudonym));
  }

  /** Deposits or withdrawals of an account, the newest first. */
  async transfers(query: TransfersQuery): Promise<readonly ToldTransfer[]> {
    return await this.#ask('transfers', query);
  }

  /** Everything that settlement kept. */
  async kept(): Promise<readonly KeptRow[]> {
    return await this.#ask('kept', null);
  }

  /** Settled batches, the newest first. */
  async settlements(query: PageQuery): Promise<readonly SettlementRow[]> {
    return await this.#ask('settlements', query);
  }

  /** Withdrawals of an account, the newest first. */
  async withdrawals(query: WithdrawalsQuery): Promise<readonly WithdrawalRow[]> {
    return await this.#ask('withdrawals', query);
  }

  /** Withdrawals of all accounts that are on their way, in the order in which they were asked for. */
  async openWithdrawals(): Promise<readonly WithdrawalRow[]> {
    return await this.#ask('openWithdrawals', null);
  }

  /** What was traded in each minute, the oldest first. */
  async minutes(query: MinutesQuery): Promise<readonly MinuteRow[]> {
    return await this.#ask('minutes', query);
  }

  /** Orders that could still trade, of all accounts, ascending by id. */
  async liveOrders(): Promise<StoredOrder[]> {
    return (await this.#ask('liveOrders', null)).map(storedOrderOf);
  }

  /** Orders that have ended, of all accounts, the newest first. */
  async endedOrders(limit: number): Promise<StoredOrder[]> {
    return (await this.#ask('endedOrders', limit)).map(storedOrderOf);
  }

  /** Both sides of the newest trades, in order of time. */
  async newestFills(trades: number): Promise<{ account: number; fill: Fill }[]> {
    const rows = await this.tradeRows({ market: null, before: null, limit: trades });
    return rows.toReversed().flatMap((row) =>
      [row.makerAccount, row.takerAccount].map((account) => ({
        account,
        fill: fillOf(row, account),
      })),
    );
  }

  /** All minutes in which a market was traded in, the oldest first. */
  async minuteSummaries(market: number): Promise<MinuteSummary[]> {
    const rows = await this.minutes({ market, fromMs: 0, toMs: Number.MAX_SAFE_INTEGER });
    return rows.map(({ market: _m, tradeCount: _c, volumeQuanta, ...candle }) => ({
      candle,
      volumeQuanta,
    }));
  }

  /** Trades as they are stored, the newest first; `market` `null` = of all. */
  async tradeRows(
    query: PageQuery & { readonly market: number | null },
  ): Promise<readonly TradeRow[]> {
    return await this.#ask('trades', { ...query, account: null });
  }

  /** Writes what is pending, and lets go of the database. */
  async close(): Promise<void> {
    await this.flush();
    await this.#thread.close();
  }

  /**
   * Answers are as of everything taken so far.
   *
   * @throws ProtocolError `store/behind` when the history is not written any more: what it lacks
   *   nobody could tell from what never happened.
   */
  async #ask<Name extends keyof StoreQueries>(
    name: Name,
    query: StoreQueries[Name]['query'],
  ): Promise<StoreQueries[Name]['rows']> {
    if (!this.#pending.isEmpty) await this.flush();
    if (this.#fault !== null) throw new ProtocolError('store/behind', { cause: this.#fault });
    return await this.#thread.ask(name, query);
  }

  #fail(error: unknown): void {
    if (this.#fault !== null) return;
    this.#fault = error;
    this.#pending.removeAll();
    this.#options.onFault(error);
  }
}

function storedOrderOf(row: OrderRow): StoredOrder {
  const { account, market, clientOrderNumber } = row;
  return { account, market, clientOrderNumber, order: orderOf(row) };
}
