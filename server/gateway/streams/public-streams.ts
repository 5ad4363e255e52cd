import { type CandleInterval, INTERVALS } from '#lib/domain/interval.ts';
import { markets } from '#lib/domain/market.ts';
import { BOOK_DEPTHS, type BookDepth } from '#lib/protocol/channel.ts';
import { encodeCandleUpdate } from '#lib/protocol/frames/candle-update.ts';
import { encodePriceUpdate } from '#lib/protocol/frames/price-update.ts';
import { encodeTradeSnapshot } from '#lib/protocol/frames/trade-update.ts';
import { encodePlainTrade } from '#lib/protocol/rpc/plain-trade.ts';
import { encodeStreamTicker, encodeStreamTrade } from '#lib/protocol/rpc/stream-data.ts';
import { encodeBlock } from '#lib/protocol/wire-block.ts';
import { encodeMarketCondition } from '#lib/protocol/wire-market-condition.ts';
import type { ChainView } from '../chain-view.ts';
import type { MarketFeed } from '../market-feed.ts';
import { bookSnapshot } from './book-content.ts';
import type { SettlementFeed } from './settlement-feed.ts';
import type { StreamOptions } from './stream.ts';
import type { BookSource, ConditionSource, TradeSource } from './stream-sources.ts';

export type PublicSources = {
  readonly feed: MarketFeed;
  readonly chain: ChainView;
  /** `null` where the exchange has no engine. */
  readonly trades: TradeSource | null;
  readonly books: BookSource | null;
  readonly conditions: ConditionSource | null;
  /** `null` where nothing settles. */
  readonly settlements: Pick<SettlementFeed, 'snapshot'> | null;
  readonly snapshotCandles: number;
  readonly snapshotTrades: number;
};

/** What tells the streams of one market apart. */
type PublicStream = Pick<StreamOptions, 'name' | 'channel' | 'snapshot'>;

/** The stream of a market's book at one depth, which its followers call like any other depth. */
export type BookStream = PublicStream & { readonly symbol: string; readonly depth: BookDepth };

/** Name of the stream of a book. */
export function bookStreamName(symbol: string, depth: BookDepth): string {
  return `orderbook:${depth}:${symbol}`;
}

/** Everything that is streamed to everybody, but for books. */
export function publicStreams(sources: PublicSources): PublicStream[] {
  const ofMarkets = markets.flatMap(({ symbol }) => [
    priceStream(symbol, sources),
    ...INTERVALS.map((interval) => candleStream(symbol, interval, sources)),
    ...tradeStream(symbol, sources),
    ...conditionStream(symbol, sources),
  ]);
  return [...ofMarkets, blockStream(sources), ...settlementStream(sources)];
}

/** The books at every depth. */
export function bookStreams({ books }: PublicSources): BookStream[] {
  if (books === null) return [];
  return markets.flatMap(({ symbol }) =>
    BOOK_DEPTHS.map((depth) => ({
      symbol,
      depth,
      name: bookStreamName(symbol, depth),
      channel: `orderbook:${symbol}`,
      snapshot: () => bookSnapshot(books.book(symbol, depth)),
    })),
  );
}

function priceStream(symbol: string, { feed }: PublicSources): PublicStream {
  const name = `prices:${symbol}`;
  return {
    name,
    channel: name,
    snapshot: () => {
      const update = feed.prices().find((price) => price.symbol === symbol);
      if (update === undefined) return null;
      const streamed = () => encodeStreamTicker(update);
      return { type: 'price_update', data: () => encodePriceUpdate(update), streamed };
    },
  };
}

function candleStream(
  symbol: string,
  interval: CandleInterval,
  { feed, snapshotCandles }: PublicSources,
): PublicStream {
  const name = `candles:${interval}:${symbol}`;
  return {
    name,
    channel: name,
    snapshot: () => {
      const candles = feed.candles(symbol, interval, { limit: snapshotCandles });
      const data = () => encodeCandleUpdate({ symbol, interval, candles });
      return { type: 'candle_update', data };
    },
  };
}

/** Who gets other forms than typed frames knows single trades only: they are told the newest one. */
function tradeStream(symbol: string, { trades, snapshotTrades }: PublicSources): PublicStream[] {
  if (trades === null) return [];
  const name = `trades:${symbol}`;
  const snapshot = () => {
    const newest = trades.recentTrades(symbol, snapshotTrades);
    const last = newest.at(-1);
    return {
      type: 'trade_update',
      data: () => encodeTradeSnapshot({ symbol, trades: newest }),
      whole: last === undefined ? null : () => encodePlainTrade(last),
      streamed: last === undefined ? null : () => encodeStreamTrade(last),
    };
  };
  return [{ name, channel: name, snapshot }];
}

function conditionStream(symbol: string, { conditions }: PublicSources): PublicStream[] {
  if (conditions === null) return [];
  const name = `markets:${symbol}`;
  const snapshot = () => {
    const condition = conditions.condition(symbol);
    if (condition === null) return null;
    return { type: 'market_update', data: () => encodeMarketCondition(condition) };
  };
  return [{ name, channel: name, snapshot }];
}

function blockStream({ chain }: PublicSources): PublicStream {
  return {
    name: 'blocks',
    channel: 'blocks',
    snapshot: () => {
      const { head } = chain.status();
      return head === null ? null : { type: 'block_update', data: () => encodeBlock(head) };
    },
  };
}

function settlementStream({ settlements }: PublicSources): PublicStream[] {
  if (settlements === null) return [];
  const snapshot = () => settlements.snapshot();
  return [{ name: 'settlements', channel: 'settlements', snapshot }];
}
