import type { StreamClient } from '#lib/client/stream-client.ts';
import type { Candle } from '#lib/domain/candle.ts';
import type { CandleInterval } from '#lib/domain/interval.ts';

/** Candles of one market and length. */
export type CandleTopic = { readonly symbol: string; readonly interval: CandleInterval };

/** Takes pushed candles, oldest first; a snapshot is the newest ones whole. */
export type CandleListener = (candles: readonly Candle[], isSnapshot: boolean) => void;

/** The page's one stream of market data. Prices and blocks go to the store by themselves. */
export type MarketStream = {
  /** Connects, and stays connected until what it returns is called. */
  start(): () => void;
  /** Subscribes to candles; returns the way to end it. */
  onCandles(topic: CandleTopic, listener: CandleListener): () => void;
  /**
   * Lets more use the page's one connection. `use` is called with the connection when there is one,
   * also a later one, and what it returns when that ends; the returned function ends it all.
   */
  attach(use: ConnectionUse): () => void;
};

/** Begins to use a connection; returns the way to end it. */
export type ConnectionUse = (client: StreamClient) => () => void;
