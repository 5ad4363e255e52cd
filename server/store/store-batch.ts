import type {
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

export type TradeRow = typeof tradeTable.$inferSelect;
export type MinuteRow = typeof minuteTable.$inferSelect;
export type OrderRow = typeof orderTable.$inferSelect;
export type OrderVersionRow = typeof orderVersionTable.$inferSelect;
export type TransferRow = typeof transferTable.$inferSelect;
export type DepositRow = typeof depositTable.$inferSelect;
/** A transfer, with the transaction of a deposit where that is known. */
export type ToldTransfer = TransferRow & { readonly transaction: string | null };
export type KeptRow = typeof keptTable.$inferSelect;
export type SettlementRow = typeof settlementTable.$inferSelect;
export type WithdrawalRow = typeof withdrawalTable.$inferSelect;

/** A row that is kept from now on, or (without value) no more. */
export type KeptChange = Omit<KeptRow, 'value'> & { readonly value: string | null };

/** Everything that commands up to `seq` changed since the batch before. It is written whole or not at all. */
export type StoreBatch = {
  readonly seq: number;
  readonly trades: readonly TradeRow[];
  /** Newest form of each order that changed. */
  readonly orders: readonly OrderRow[];
  readonly versions: readonly OrderVersionRow[];
  readonly transfers: readonly TransferRow[];
  readonly deposits: readonly DepositRow[];
  /** Each row once, in its newest form. */
  readonly kept: readonly KeptChange[];
  readonly settlements: readonly SettlementRow[];
  readonly withdrawals: readonly WithdrawalRow[];
};
