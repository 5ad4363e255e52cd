import type { minuteTable, orderTable, tradeTable, transferTable } from './tables.ts';

export type TradeRow = typeof tradeTable.$inferSelect;
export type MinuteRow = typeof minuteTable.$inferSelect;
export type OrderRow = typeof orderTable.$inferSelect;
export type TransferRow = typeof transferTable.$inferSelect;

/** Everything that commands up to `seq` changed since the batch before. It is written whole or not at all. */
export type StoreBatch = {
  readonly seq: number;
  readonly trades: readonly TradeRow[];
  /** Newest form of each order that changed. */
  readonly orders: readonly OrderRow[];
  readonly transfers: readonly TransferRow[];
};
