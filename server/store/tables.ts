import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core';

/** Numbers up to 2^53 − 1: ids, quanta, sequence numbers, milliseconds since the epoch. */
const long = (name: string) => bigint(name, { mode: 'number' });

/** One row: which journal this was projected from, and how far. */
export const positionTable = pgTable('positions', {
  id: smallint('id').primaryKey(),
  journal: text('journal').notNull(),
  seq: long('seq').notNull(),
  /** The first command whose events are here; later than 1 when the journal's beginning was gone. */
  firstSeq: long('first_seq').notNull(),
});

export const tradeTable = pgTable(
  'trades',
  {
    tradeId: long('trade_id').primaryKey(),
    market: smallint('market').notNull(),
    priceTicks: integer('price_ticks').notNull(),
    quantityLots: integer('quantity_lots').notNull(),
    /** Whether the taker sold. */
    takerSells: boolean('taker_sells').notNull(),
    makerOrderId: long('maker_order_id').notNull(),
    takerOrderId: long('taker_order_id').notNull(),
    makerAccount: integer('maker_account').notNull(),
    takerAccount: integer('taker_account').notNull(),
    makerFeeQuanta: long('maker_fee_quanta').notNull(),
    takerFeeQuanta: long('taker_fee_quanta').notNull(),
    timeMs: long('time_ms').notNull(),
  },
  (table) => [
    index('trades_by_market').on(table.market, table.tradeId),
    index('trades_by_maker').on(table.makerAccount, table.tradeId),
    index('trades_by_taker').on(table.takerAccount, table.tradeId),
  ],
);

/** What was traded in each minute in which anything was. */
export const minuteTable = pgTable(
  'minutes',
  {
    market: smallint('market').notNull(),
    startMs: long('start_ms').notNull(),
    openTicks: integer('open_ticks').notNull(),
    highTicks: integer('high_ticks').notNull(),
    lowTicks: integer('low_ticks').notNull(),
    closeTicks: integer('close_ticks').notNull(),
    volumeLots: long('volume_lots').notNull(),
    volumeQuanta: long('volume_quanta').notNull(),
    tradeCount: integer('trade_count').notNull(),
  },
  (table) => [unique('minutes_key').on(table.market, table.startMs)],
);

export const orderTable = pgTable(
  'orders',
  {
    orderId: long('order_id').primaryKey(),
    account: integer('account').notNull(),
    market: smallint('market').notNull(),
    clientOrderId: text('client_order_id'),
    /** What the engine knows it by; 0 = the client gave no name. */
    clientOrderNumber: long('client_order_number').notNull(),
    side: text('side').notNull(),
    type: text('type').notNull(),
    timeInForce: text('time_in_force').notNull(),
    postOnly: boolean('post_only').notNull(),
    reduceOnly: boolean('reduce_only').notNull(),
    priceTicks: integer('price_ticks').notNull(),
    quantityLots: integer('quantity_lots').notNull(),
    /** Of an iceberg; null = it is shown whole. */
    displayLots: integer('display_lots'),
    filledLots: integer('filled_lots').notNull(),
    filledQuanta: long('filled_quanta').notNull(),
    triggerTicks: integer('trigger_ticks').notNull(),
    status: text('status').notNull(),
    reason: text('reason'),
    parentId: long('parent_id').notNull(),
    expiresMs: long('expires_ms').notNull(),
    createdMs: long('created_ms').notNull(),
    updatedMs: long('updated_ms').notNull(),
  },
  (table) => [
    index('orders_by_account').on(table.account, table.orderId),
    index('orders_by_status').on(table.status, table.updatedMs),
  ],
);

/** Commands that changed an order under a new signature: each signed a version of it. */
export const orderVersionTable = pgTable(
  'order_versions',
  {
    seq: long('seq').primaryKey(),
    orderId: long('order_id').notNull(),
  },
  (table) => [index('order_versions_by_order').on(table.orderId, table.seq)],
);

/** Money that came into the ledger or left it. */
export const transferTable = pgTable(
  'transfers',
  {
    seq: long('seq').primaryKey(),
    account: integer('account').notNull(),
    kind: text('kind').notNull(),
    asset: smallint('asset').notNull(),
    amountQuanta: long('amount_quanta').notNull(),
    timeMs: long('time_ms').notNull(),
  },
  (table) => [index('transfers_by_account').on(table.account, table.seq)],
);

/**
 * The transactions of deposits, by the number of the command that credited them. They are on the chain
 * and not in the journal, so that a history that was rebuilt from the journal lacks them.
 */
export const depositTable = pgTable('deposits', {
  seq: long('seq').primaryKey(),
  transaction: text('transaction').notNull(),
});

/**
 * What settlement must not forget over a restart: what was signed for open orders, trades that are not
 * settled, approvals that the chain lacks. Rows go when they are over.
 */
export const keptTable = pgTable(
  'kept',
  {
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    value: text('value').notNull(),
  },
  (table) => [unique('kept_key').on(table.kind, table.key)],
);

/** Batches that the chain has finally. */
export const settlementTable = pgTable('settlements', {
  batch: long('batch').primaryKey(),
  transaction: text('transaction').notNull(),
  block: long('block').notNull(),
  /** Trades that it could hold, both inclusive; none when the first is above the last. */
  firstTrade: long('first_trade').notNull(),
  lastTrade: long('last_trade').notNull(),
  withdrawals: integer('withdrawals').notNull(),
  /** `null` where nobody saw it mined. */
  gasUsed: long('gas_used'),
  timeMs: long('time_ms').notNull(),
});

/** Money that was asked for by its owner. */
export const withdrawalTable = pgTable(
  'withdrawals',
  {
    account: integer('account').notNull(),
    nonce: long('nonce').notNull(),
    asset: smallint('asset').notNull(),
    amountQuanta: long('amount_quanta').notNull(),
    receiver: text('receiver').notNull(),
    native: boolean('native').notNull(),
    epoch: integer('epoch').notNull(),
    expiry: long('expiry').notNull(),
    /** Hexadecimal digits. */
    signature: text('signature').notNull(),
    /** Number of the command that asked for it. */
    seq: long('seq').notNull(),
    status: text('status').notNull(),
    transaction: text('transaction'),
    requestedMs: long('requested_ms').notNull(),
  },
  (table) => [
    unique('withdrawals_key').on(table.account, table.nonce),
    index('withdrawals_by_status').on(table.status),
  ],
);
