import type { CandleInterval } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import { encodeCandle } from '#lib/protocol/wire-candle.ts';
import type { MarketFeed } from '../market-feed.ts';

export type CandlePageRequest = {
  readonly market: Market;
  readonly interval: CandleInterval;
  /** Start of the range, milliseconds; its end is not part of it. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit: number;
};

/** The newest candles of a range, and where the page before them ends; `null` when there is none. */
export function candlePage(feed: MarketFeed, request: CandlePageRequest) {
  const { market, interval, from, to, limit } = request;
  const range = {
    ...(from === undefined ? {} : { fromMs: from }),
    ...(to === undefined ? {} : { toMs: to }),
    // One more than asked for tells whether there are older ones.
    limit: limit + 1,
  };
  const found = feed.candles(market.symbol, interval, range);
  const page = found.slice(-limit);
  return {
    candles: page.map((candle) => encodeCandle(candle, market)),
    next_to: found.length > limit ? (page[0]?.startMs ?? null) : null,
    traded_since: feed.tradedSinceMs(market.symbol),
  };
}
