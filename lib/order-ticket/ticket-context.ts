import type { Balance } from '#lib/domain/balance.ts';
import type { BookLevels } from '#lib/domain/book-level.ts';
import type { Market } from '#lib/domain/market.ts';
import type { IndicativeAuction, MarketStatus } from '#lib/domain/market-status.ts';
import type { Order } from '#lib/domain/order.ts';
import type { Quanta, Ticks } from '#lib/domain/quanta.ts';

/**
 * What has to be done, in this order, before an account can trade; `arriving`: nothing, a first deposit
 * is not final yet; `wait`: nothing, the exchange is being told anew whose page this is.
 */
export type TradingStep =
  | 'switch-network'
  | 'first-deposit'
  | 'arriving'
  | 'enable-trading'
  | 'deposit'
  | 'wait';

/** What a trading key may sign, and for how long. */
export type KeyLimits = {
  /** `null` = all markets. */
  readonly symbols: readonly string[] | null;
  /** The largest order in quote quanta; `null` = no limit. */
  readonly maxNotional: Quanta | null;
  /** Milliseconds since the epoch. */
  readonly expiresMs: number;
};

/** Who looks at the ticket. */
export type TicketAccount =
  | { readonly kind: 'disconnected' }
  | { readonly kind: 'connecting' }
  | {
      readonly kind: 'connected';
      /** What is to be done first; `null` = orders can be sent. */
      readonly step: TradingStep | null;
      /** `null` while they are being read. */
      readonly balances: readonly Balance[] | null;
      /** Live orders, of other markets too. */
      readonly orders: readonly Order[];
      /** What the trading key may sign; `null` = everything, as far as is known. */
      readonly key: KeyLimits | null;
    };

/** What the ticket is filled in against: snapshots that never change. */
export type TicketContext = {
  readonly market: Market;
  /** What the market takes; `null` until the exchange has told. */
  readonly trading: MarketStatus | null;
  /** While the market does not match: what its auction would do now. */
  readonly auction: IndicativeAuction | null;
  /** `null` while it is being loaded. */
  readonly book: BookLevels | null;
  /** Price of the exchange's last trade; `null` before the first. */
  readonly lastTicks: Ticks | null;
  readonly indexTicks: Ticks | null;
  readonly account: TicketAccount;
  /** `stale`: connected, but what is shown is old; `offline`: nothing can be sent. */
  readonly connection: 'live' | 'stale' | 'offline';
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
};
