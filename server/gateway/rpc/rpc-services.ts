import type { MarketFeed } from '../market-feed.ts';
import type { ConditionSource, TradeSource } from '../streams/stream-sources.ts';
import type { AccountReads } from '../trading/account-reads.ts';
import type { BookReads } from '../trading/book-reads.ts';
import type { OrderService } from '../trading/order-service.ts';
import type { SettlementReads } from '../trading/settlement-reads.ts';

/** What the methods of JSON-RPC are served from. */
export type RpcServices = {
  /** The exchange's own market data. */
  readonly feed: MarketFeed;
  /** Index prices and the sources that they come from. */
  readonly oracle: MarketFeed;
  readonly trades: Pick<TradeSource, 'recentTrades'>;
  readonly conditions: Pick<ConditionSource, 'condition'>;
  readonly books: BookReads;
  readonly orders: OrderService;
  readonly reads: AccountReads;
  readonly settlements: SettlementReads;
  /** How many orders of the exchange are open. */
  readonly openOrderCount: () => number;
  /** Number of the last command that is released. */
  readonly seq: () => number;
  readonly version: string;
  readonly network: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};
