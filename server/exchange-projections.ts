import { findMarketById, type Market, markets } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import { AccountActivity, BalanceReader, engineActivity, findParentsIn } from './accounts/index.ts';
import type { ClientNames } from './client-names.ts';
import type { RecoveredExchange } from './exchange-core.ts';
import type { ExchangePort } from './exchange-port.ts';
import type { MarketFeed } from './gateway/index.ts';
import type { Limits } from './limits.ts';
import { BookPublisher, ExchangeMarketData, MarketConditions } from './market-data/index.ts';
import { followExchange, type Projection, project } from './projection.ts';
import type { SettlementBook } from './settlement/index.ts';
import { LogGapError } from './snapshot/index.ts';
import { Store, StoreMismatchError } from './store/index.ts';
import type { Logger } from './telemetry/index.ts';

export type ProjectionOptions = {
  readonly port: ExchangePort;
  /** Index prices, and the market before the exchange's own first trade. */
  readonly index: MarketFeed;
  readonly clientNames: ClientNames;
  /** How an account is called in public. */
  readonly pseudonym: (account: number) => string;
  /** Where history lies: a folder, or a server's address. */
  readonly storePlace: { readonly folder: string; readonly url: string | null };
  /** Names the journal that this is the history of. */
  readonly journal: string;
  /** What settlement knows of the journal; kept through the history. */
  readonly settlement: SettlementBook;
  /** What else follows the exchange. */
  readonly others: readonly Projection[];
  readonly limits: Limits;
  readonly logger: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** Fills and ended orders of all accounts that memory begins with; older ones are in the store. */
const RESTORED_ROWS = 5_000;

/** Everything that is made of what the engine does: market data, accounts, books and history. */
export class ExchangeProjections {
  readonly marketData: ExchangeMarketData;
  readonly accounts: AccountActivity;
  readonly books: BookPublisher;
  readonly balances: BalanceReader;
  readonly conditions: MarketConditions;
  readonly #options: ProjectionOptions;
  #store: Store | null = null;
  #timers: readonly NodeJS.Timeout[] = [];

  constructor(options: ProjectionOptions) {
    const { port, index, clientNames, pseudonym, limits, now } = options;
    this.#options = options;
    const publishMs = limits.bookPublishMs;
    this.books = new BookPublisher({ port, markets, publishMs, now });
    this.marketData = new ExchangeMarketData({
      markets,
      index,
      best: (symbol) => this.books.best(symbol),
      pseudonymOf: pseudonym,
      keptTrades: limits.marketTrades,
      now,
    });
    this.accounts = new AccountActivity({
      marketOf,
      clientOrderIdOf: (order) => clientNames.nameOf(order),
      kept: { perAccount: limits.accountHistory, total: limits.accountHistories },
      findParents: findParentsIn(port),
      refused: {
        perAccount: limits.accountRefusals,
        total: limits.refusals,
        perMinute: limits.refusalsPerMinute,
      },
    });
    const { auctionMs } = limits;
    this.conditions = new MarketConditions({ port, markets, auctionMs, now });
    this.balances = new BalanceReader({ port, activity: this.accounts, now });
  }

  /** The history; there is one once the exchange has recovered. */
  get store(): Store | null {
    return this.#store;
  }

  /**
   * Opens the history, takes from it what memory begins with, and brings all to where the engine
   * stands; from then on they follow it.
   *
   * @throws What the database throws, and when it holds the history of another journal.
   */
  async restore(recovered: RecoveredExchange): Promise<void> {
    const { store, position } = await this.#openStore();
    const { seq } = recovered.state;
    if (position.seq > seq) {
      await store.close();
      throw StoreMismatchError.ahead(position.seq, seq);
    }
    this.#store = store;
    await this.#takeStored(store);
    await this.#options.settlement.restore(store, recovered.state);
    this.accounts.onUpdate(({ account, orders }) => {
      for (const { order } of orders) this.#put(store, { account, order });
    });
    await this.#catchUp(store, { recovered, fromSeq: position.seq + 1 });
    this.accounts.reconcile(engineActivity(recovered.state));
    this.conditions.restore(recovered.state);
    await store.flush();
    await store.stepAside();
    this.#follow(store);
  }

  /** Follows nothing more, and writes what is pending. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.books.stop();
    this.conditions.stop();
    this.marketData.stop();
    await this.#store?.close();
  }

  async #openStore() {
    const { storePlace, journal, pseudonym, limits, logger } = this.#options;
    const { unfilledOrderMs, unfilledOrdersPerAccount, storedRefusals, storePendingRows } = limits;
    return await Store.open({
      place: storePlace,
      journal,
      pseudonym,
      maxPendingRows: storePendingRows,
      retention: { unfilledOrderMs, unfilledOrdersPerAccount, refusedPerAccount: storedRefusals },
      onFault: (error) => logger.error({ err: error }, 'history is not written any more'),
    });
  }

  async #takeStored(store: Store): Promise<void> {
    const live = await store.liveOrders();
    const ended = await store.endedOrders(RESTORED_ROWS);
    const orders = [...live, ...ended].sort((a, b) => a.order.orderId - b.order.orderId);
    for (const { account, clientOrderNumber, order } of orders) {
      if (order.clientOrderId === null) continue;
      this.#options.clientNames.remember(
        { account, number: clientOrderNumber },
        order.clientOrderId,
      );
    }
    const fills = await store.newestFills(RESTORED_ROWS);
    this.accounts.restore({ orders, fills });
    const { marketTrades: limit } = this.#options.limits;
    const stored = markets.map(async ({ id: market }) => {
      const newest = await store.tradeRows({ market, before: null, limit });
      const minutes = await store.minuteSummaries(market);
      return { market, minutes, trades: newest.toReversed() };
    });
    this.marketData.restore(await Promise.all(stored));
  }

  /** What the history lacks, the journal tells. */
  async #catchUp(
    store: Store,
    { recovered, fromSeq }: { readonly recovered: RecoveredExchange; readonly fromSeq: number },
  ): Promise<void> {
    const { seq } = recovered.state;
    if (fromSeq > seq) return;
    const { logger, settlement } = this.#options;
    const projections = [this.marketData, this.accounts, settlement, store];
    try {
      await recovered.replay(fromSeq, (released) => project(released, projections));
    } catch (error) {
      if (!(error instanceof LogGapError)) throw error;
      logger.warn({ fromSeq, seq }, 'the journal does not reach back to the history: it has a gap');
      await store.beginAt(seq + 1);
      settlement.missed();
    }
  }

  #put(
    store: Store,
    { account, order }: { readonly account: number; readonly order: Order },
  ): void {
    const clientOrderNumber = this.#options.clientNames.numberOf(order.clientOrderId);
    store.putOrder({ account, clientOrderNumber, order });
  }

  /**
   * A crash between an order and the name that came with it leaves the order without one. Whoever had
   * no answer sends it again, with its name.
   */
  #named(store: Store): Projection {
    return {
      take: ({ events }) => {
        for (const event of events) {
          if (event.kind !== 'duplicate') continue;
          const { account, orderId } = event;
          const order = this.accounts.order(account, orderId);
          if (order !== null) this.#put(store, { account, order });
        }
      },
      settle: () => undefined,
    };
  }

  #follow(store: Store): void {
    const { port, settlement, others, limits, now, logger } = this.#options;
    // The store takes what the accounts have just told.
    const projections = [
      this.marketData,
      this.accounts,
      this.books,
      this.conditions,
      this.balances,
      this.#named(store),
      settlement,
      ...others,
      store,
    ];
    followExchange(port, projections);
    const prune = () => {
      store.prune(now()).catch((error: unknown) => {
        logger.warn({ err: error }, 'old history could not be forgotten');
      });
    };
    this.#timers = [
      setInterval(() => this.marketData.advance(), limits.marketDataMs),
      setInterval(() => void store.flush(), limits.storeFlushMs),
      setInterval(prune, limits.storePruneMs),
    ];
  }
}

function marketOf(id: number): Market {
  const market = findMarketById(id);
  if (market === undefined) throw new RangeError(`the engine names market ${id}, which is none`);
  return market;
}
