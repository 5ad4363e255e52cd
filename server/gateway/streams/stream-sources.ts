import type { Balance } from '#lib/domain/balance.ts';
import type { BookLevels } from '#lib/domain/book-level.ts';
import type { Fill } from '#lib/domain/fill.ts';
import type { MarketCondition } from '#lib/domain/market-status.ts';
import type { Order } from '#lib/domain/order.ts';
import type { PublicTrade } from '#lib/domain/public-trade.ts';
import type { BookDepth } from '#lib/protocol/channel.ts';
import type { OrderUpdate } from '#lib/protocol/frames/order-update.ts';

/** Ends a subscription. */
type End = () => void;

/** Trades of the exchange. */
export type TradeSource = {
  /** The newest trades of a market, oldest first. */
  recentTrades(symbol: string, limit: number): readonly PublicTrade[];
  /** Tells that the whole market is another one: what was stored of it has been read. */
  onRestored(listener: () => void): End;
  /** Tells of trades that have become durable, in order. */
  onTrades(
    listener: (update: {
      readonly symbol: string;
      readonly trades: readonly PublicTrade[];
    }) => void,
  ): End;
};

/** What markets take, and their auctions. */
export type ConditionSource = {
  /** `null` before it is known. */
  condition(symbol: string): MarketCondition | null;
  onUpdate(listener: (condition: MarketCondition) => void): End;
};

/** The best levels of a book as of a command; it does not change any more. */
export type BookAsOf = BookLevels & {
  readonly symbol: string;
  readonly depth: BookDepth;
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly timestampMs: number;
};

/** Books that are published as long as somebody follows them. */
export type BookSource = {
  watch(symbol: string, depth: BookDepth): End;
  /** What was published last; `null` before the first time. */
  book(symbol: string, depth: BookDepth): BookAsOf | null;
  /** `changes` are what changed against the book before; `null` when there was none. */
  onUpdate(
    listener: (update: { readonly book: BookAsOf; readonly changes: BookLevels | null }) => void,
  ): End;
};

/** Orders and fills of accounts. */
export type ActivitySource = {
  openOrders(account: number): readonly Order[];
  /** The newest fills, the newest last. */
  fills(account: number, limit: number): readonly Fill[];
  /** When the dead-man switch cancels everything, milliseconds; `null` = it is not armed. */
  cancelAtMs(account: number): number | null;
  onUpdate(
    listener: (update: {
      readonly account: number;
      readonly orders: readonly OrderUpdate[];
      readonly fills: readonly Fill[];
    }) => void,
  ): End;
};

/** Balances of accounts, read as long as somebody follows them. */
export type BalanceSource = {
  watch(account: number): End;
  /** Every asset; `null` before they were read. */
  balances(account: number): readonly Balance[] | null;
  onUpdate(
    listener: (update: {
      readonly account: number;
      readonly seq: number;
      readonly timestampMs: number;
      readonly balances: readonly Balance[];
    }) => void,
  ): End;
};

/** What only an account's owner may follow. */
export type AccountSource = {
  readonly activity: ActivitySource;
  readonly balances: BalanceSource;
};
