import type { Candle } from '#lib/domain/candle.ts';
import type { CandleInterval } from '#lib/domain/interval.ts';
import type { PriceSource } from '#lib/domain/price-source.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { Ticker } from '#lib/domain/ticker.ts';

/** Which candles are asked for: those that start in `[fromMs, toMs)`, at most the newest `limit`. */
export type CandleRange = {
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly limit: number;
};

/** One step of the market: everything that changed at one sequence number. */
export type MarketUpdate = {
  /** Strictly increasing. */
  readonly seq: number;
  readonly timestampMs: number;
  readonly prices: readonly PriceUpdate[];
  readonly candles: readonly {
    readonly symbol: string;
    readonly interval: CandleInterval;
    readonly candle: Candle;
  }[];
};

/**
 * The market data that the gateway serves. Reads are synchronous and as of `seq()`; listeners are
 * called after the state that they announce can be read. Symbols are canonical (`BTC-USDT`); for
 * others lists are empty and the ticker is `null`.
 */
export type MarketFeed = {
  seq(): number;
  prices(): readonly PriceUpdate[];
  /** Oldest first, the running candle included. */
  candles(symbol: string, interval: CandleInterval, range: CandleRange): readonly Candle[];
  /**
   * Start of the minute of the exchange's first trade, milliseconds: candles that start earlier are of
   * the index, in whole or in part. `null` = all of them are.
   */
  tradedSinceMs(symbol: string): number | null;
  ticker(symbol: string): Ticker | null;
  sources(): readonly PriceSource[];
  /** Returns the function that ends the subscription. */
  onUpdate(listener: (update: MarketUpdate) => void): () => void;
};
