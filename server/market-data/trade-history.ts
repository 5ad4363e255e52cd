import type { Candle, TradePrint } from '#lib/domain/candle.ts';
import type { Market } from '#lib/domain/market.ts';

/** From `fromMs` on and before `toMs`, milliseconds since the epoch. */
export type TimeRange = {
  readonly fromMs: number;
  readonly toMs: number;
};

/** Where market data comes from: trades in order of time, and one-minute candles that they add up to. */
export type TradeHistory = {
  /** The name under which the source is listed. */
  readonly name: string;
  readonly simulated: boolean;
  /** Midnight (UTC) at which the history begins. */
  readonly startMs: number;
  /** Complete one-minute candles that start in the range, one for every minute. */
  minuteCandles(market: Market, range: TimeRange): readonly Candle[];
  trades(market: Market, range: TimeRange): readonly TradePrint[];
  /** Best bid and ask while the last price is this one. */
  quote(
    market: Market,
    priceTicks: number,
  ): { readonly bidTicks: number; readonly askTicks: number };
};
