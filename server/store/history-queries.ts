import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gte,
  inArray,
  lt,
  ne,
  notInArray,
  type SQL,
} from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { isLive, ORDER_STATUSES } from '#lib/domain/order.ts';
import type { Database } from './database.ts';
import type {
  KeptRow,
  MinuteRow,
  OrderRow,
  OrderVersionRow,
  SettlementRow,
  ToldTransfer,
  TradeRow,
  WithdrawalRow,
} from './store-batch.ts';
import {
  depositTable,
  keptTable,
  minuteTable,
  orderTable,
  orderVersionTable,
  settlementTable,
  tradeTable,
  transferTable,
  withdrawalTable,
} from './tables.ts';

/** As in `isLive` of lib/domain/order.ts. */
const LIVE = ORDER_STATUSES.filter(isLive);

/** A page of something that is numbered, the newest first. */
export type PageQuery = {
  /** Only what has a smaller number; `null` = from the newest on. */
  readonly before: number | null;
  readonly limit: number;
};

export type OrdersQuery = PageQuery & {
  readonly account: number;
  /** `null` = all. */
  readonly market: number | null;
  /** `null` = all. */
  readonly statuses: readonly string[] | null;
};

export type TradesQuery = PageQuery & {
  /** `null` = of all markets. */
  readonly market: number | null;
  /** Only trades of this account; `null` = of everybody. */
  readonly account: number | null;
};

export type TransfersQuery = PageQuery & {
  readonly account: number;
  readonly kind: 'deposit' | 'withdrawal';
};

export type WithdrawalsQuery = PageQuery & { readonly account: number };

export type MinutesQuery = {
  readonly market: number;
  /** Starts in `[fromMs, toMs)`. */
  readonly fromMs: number;
  readonly toMs: number;
};

/** Everything that can be asked, by name: the question and the rows that answer it. */
export type StoreQueries = {
  readonly orders: { readonly query: OrdersQuery; readonly rows: readonly OrderRow[] };
  readonly trades: { readonly query: TradesQuery; readonly rows: readonly TradeRow[] };
  readonly transfers: { readonly query: TransfersQuery; readonly rows: readonly ToldTransfer[] };
  readonly minutes: { readonly query: MinutesQuery; readonly rows: readonly MinuteRow[] };
  readonly order: { readonly query: number; readonly rows: readonly OrderRow[] };
  /** Commands that changed an order under a new signature, the newest first. */
  readonly orderVersions: { readonly query: number; readonly rows: readonly OrderVersionRow[] };
  /** Orders that can still trade, of all accounts, ascending by id. */
  readonly liveOrders: { readonly query: null; readonly rows: readonly OrderRow[] };
  /** Orders that have ended, of all accounts, the newest first. */
  readonly endedOrders: { readonly query: number; readonly rows: readonly OrderRow[] };
  /** Everything that settlement kept. */
  readonly kept: { readonly query: null; readonly rows: readonly KeptRow[] };
  /** Settled batches, the newest first. */
  readonly settlements: { readonly query: PageQuery; readonly rows: readonly SettlementRow[] };
  /** Withdrawals of an account, the newest first. */
  readonly withdrawals: {
    readonly query: WithdrawalsQuery;
    readonly rows: readonly WithdrawalRow[];
  };
  /** Withdrawals of all accounts that are not paid and not returned. */
  readonly openWithdrawals: { readonly query: null; readonly rows: readonly WithdrawalRow[] };
};

type QueryName = keyof StoreQueries;

/** One function a question. */
export const historyQueries: {
  readonly [Name in QueryName]: (
    database: Database,
    query: StoreQueries[Name]['query'],
  ) => Promise<StoreQueries[Name]['rows']>;
} = {
  orders: (database, { account, market, statuses, before, limit }) =>
    database
      .select()
      .from(orderTable)
      .where(
        and(
          eq(orderTable.account, account),
          market === null ? undefined : eq(orderTable.market, market),
          statuses === null ? undefined : inArray(orderTable.status, [...statuses]),
          below(orderTable.orderId, before),
        ),
      )
      .orderBy(desc(orderTable.orderId))
      .limit(limit),
  trades: async (database, { market, account, before, limit }) => {
    const tradesOf = (isTheirs: SQL | undefined) =>
      database
        .select()
        .from(tradeTable)
        .where(
          and(
            market === null ? undefined : eq(tradeTable.market, market),
            isTheirs,
            below(tradeTable.tradeId, before),
          ),
        )
        .orderBy(desc(tradeTable.tradeId))
        .limit(limit);
    if (account === null) return await tradesOf(undefined);
    // Each half follows an index; one question for both would read all trades of the account.
    const made = await tradesOf(eq(tradeTable.makerAccount, account));
    const taken = await tradesOf(
      and(eq(tradeTable.takerAccount, account), ne(tradeTable.makerAccount, account)),
    );
    return [...made, ...taken].sort((a, b) => b.tradeId - a.tradeId).slice(0, limit);
  },
  transfers: (database, { account, kind, before, limit }) =>
    database
      .select({ ...getTableColumns(transferTable), transaction: depositTable.transaction })
      .from(transferTable)
      .leftJoin(depositTable, eq(depositTable.seq, transferTable.seq))
      .where(
        and(
          eq(transferTable.account, account),
          eq(transferTable.kind, kind),
          below(transferTable.seq, before),
        ),
      )
      .orderBy(desc(transferTable.seq))
      .limit(limit),
  minutes: (database, { market, fromMs, toMs }) =>
    database
      .select()
      .from(minuteTable)
      .where(
        and(
          eq(minuteTable.market, market),
          gte(minuteTable.startMs, fromMs),
          lt(minuteTable.startMs, toMs),
        ),
      )
      .orderBy(asc(minuteTable.startMs)),
  order: (database, orderId) =>
    database.select().from(orderTable).where(eq(orderTable.orderId, orderId)).limit(1),
  orderVersions: (database, orderId) =>
    database
      .select()
      .from(orderVersionTable)
      .where(eq(orderVersionTable.orderId, orderId))
      .orderBy(desc(orderVersionTable.seq)),
  liveOrders: (database) =>
    database
      .select()
      .from(orderTable)
      .where(inArray(orderTable.status, LIVE))
      .orderBy(asc(orderTable.orderId)),
  endedOrders: (database, limit) =>
    database
      .select()
      .from(orderTable)
      .where(notInArray(orderTable.status, LIVE))
      .orderBy(desc(orderTable.orderId))
      .limit(limit),
  kept: (database) => database.select().from(keptTable),
  settlements: (database, { before, limit }) =>
    database
      .select()
      .from(settlementTable)
      .where(below(settlementTable.batch, before))
      .orderBy(desc(settlementTable.batch))
      .limit(limit),
  withdrawals: (database, { account, before, limit }) =>
    database
      .select()
      .from(withdrawalTable)
      .where(and(eq(withdrawalTable.account, account), below(withdrawalTable.nonce, before)))
      .orderBy(desc(withdrawalTable.nonce))
      .limit(limit),
  openWithdrawals: (database) =>
    database
      .select()
      .from(withdrawalTable)
      .where(eq(withdrawalTable.status, 'requested'))
      .orderBy(asc(withdrawalTable.seq)),
};

function below(column: PgColumn, before: number | null): SQL | undefined {
  return before === null ? undefined : lt(column, before);
}
