import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Block } from '#lib/domain/block.ts';
import type { MarketCondition, MarketStatus } from '#lib/domain/market-status.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';

/** How the page is connected to the sidecar. */
export type ConnectionPhase = 'connecting' | 'live' | 'stale' | 'reconnecting' | 'offline';

export type Connection = {
  readonly phase: ConnectionPhase;
  /** Round trip of the last ping. */
  readonly latencyMs: number | null;
  /** When the last message came; `null` before the first. Milliseconds since the epoch. */
  readonly lastMessageMs: number | null;
};

export type MarketData = {
  readonly connection: Connection;
  /** By symbol. */
  readonly prices: Readonly<Record<string, PriceUpdate>>;
  /** What each market takes, by symbol; absent until the exchange has told. */
  readonly conditions: Readonly<Record<string, MarketCondition>>;
  readonly block: Block | null;
};

export type MarketDataStore = StoreApi<MarketData>;

/** The one place where live market data is kept, outside React. */
export function createMarketDataStore(): MarketDataStore {
  return createStore<MarketData>(() => ({
    connection: { phase: 'connecting', latencyMs: null, lastMessageMs: null },
    prices: {},
    conditions: {},
    block: null,
  }));
}

/** Selects what a market takes at present; `null` until the exchange has told. */
export function marketStatus(symbol: string): (data: MarketData) => MarketStatus | null {
  return ({ conditions }) => conditions[symbol]?.status ?? null;
}
