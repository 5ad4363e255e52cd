import type { Candle } from '#lib/domain/candle.ts';
import { type Channel, channelName, type PrivateChannelKind } from '#lib/protocol/channel.ts';
import { type CandleUpdate, encodeCandleUpdate } from '#lib/protocol/frames/candle-update.ts';
import { encodePriceUpdate } from '#lib/protocol/frames/price-update.ts';
import { encodeTradeUpdate } from '#lib/protocol/frames/trade-update.ts';
import { encodePlainTrade } from '#lib/protocol/rpc/plain-trade.ts';
import { encodeStreamTicker, encodeStreamTrade } from '#lib/protocol/rpc/stream-data.ts';
import { encodeBlock } from '#lib/protocol/wire-block.ts';
import { encodeMarketCondition } from '#lib/protocol/wire-market-condition.ts';
import type { SettlementView } from '#server/settlement/index.ts';
import type { ChainView } from '../chain-view.ts';
import type { MarketFeed, MarketUpdate } from '../market-feed.ts';
import { bookChange } from './book-content.ts';
import { PrivateStreams } from './private-streams.ts';
import { type BookStream, bookStreamName, bookStreams, publicStreams } from './public-streams.ts';
import { SettlementFeed } from './settlement-feed.ts';
import { type AsOf, Stream, type StreamNumbers } from './stream.ts';
import type { FrameContent } from './stream-frame.ts';
import type { AccountSource, BookSource, ConditionSource, TradeSource } from './stream-sources.ts';

export type StreamHubOptions = {
  readonly feed: MarketFeed;
  readonly chain: ChainView;
  /** `null` where the exchange has no engine: then there are no such streams. */
  readonly trades: TradeSource | null;
  readonly books: BookSource | null;
  readonly conditions: ConditionSource | null;
  readonly accounts: AccountSource | null;
  /** `null` where nothing settles. */
  readonly settlement: SettlementView | null;
  /** Orders of a batch's trades. */
  readonly orderIdsOf: (batch: number) => Promise<readonly number[]>;
  /** Number of the last command that is released; 0 before the engine serves. */
  readonly seq: () => number;
  readonly now: () => number;
  readonly limits: {
    readonly replayFrames: number;
    readonly bookReplayFrames: number;
    readonly privateReplayFrames: number;
    readonly snapshotCandles: number;
    readonly snapshotTrades: number;
    readonly snapshotFills: number;
    readonly snapshotExits: number;
    readonly accountHistory: number;
    readonly idleStreams: number;
  };
};

/** All streams, fed by the market, the engine and the chain. */
export class StreamHub {
  readonly #options: StreamHubOptions;
  readonly #streams: ReadonlyMap<string, Stream>;
  readonly #private: PrivateStreams | null;
  readonly #settlements: SettlementFeed | null;
  #lastFeedSeq = Number.NEGATIVE_INFINITY;
  /** Where this process began; 0 before the engine serves. */
  #bootSeq: number;

  constructor(options: StreamHubOptions) {
    this.#options = options;
    this.#bootSeq = options.seq();
    const numbers = { current: options.seq, boot: () => this.#boot() };
    const { accounts, settlement, orderIdsOf, limits } = options;
    this.#settlements = settlement === null ? null : new SettlementFeed({ settlement, orderIdsOf });
    this.#streams = openStreams({ ...options, settlements: this.#settlements }, numbers);
    const asOf = () => this.#asOf();
    const replayFrames = limits.privateReplayFrames;
    this.#private =
      accounts === null
        ? null
        : new PrivateStreams({ ...limits, replayFrames, accounts, settlement, numbers, asOf });
  }

  /** Begins to publish what happens; returns the function that ends it. */
  start(): () => void {
    const { feed, chain, trades, books, conditions } = this.#options;
    const ends = [
      feed.onUpdate((update) => this.#publishMarket(update)),
      chain.listen({
        block: (block) => {
          this.#publish('blocks', { type: 'block_update', data: () => encodeBlock(block) });
        },
      }),
      // Clients may be there before the exchange has recovered.
      trades?.onRestored(() => {
        for (const stream of this.#streams.values()) stream.refresh(this.#asOf());
      }),
      trades?.onTrades(({ trades: happened }) => {
        for (const trade of happened) {
          const data = () => encodeTradeUpdate(trade);
          const whole = () => encodePlainTrade(trade);
          const streamed = () => encodeStreamTrade(trade);
          this.#publish(`trades:${trade.symbol}`, { type: 'trade_update', data, whole, streamed });
        }
      }),
      books?.onUpdate(({ book, changes }) => {
        const stream = this.#streams.get(bookStreamName(book.symbol, book.depth));
        // Where none was published before there is nothing that this one changes.
        if (changes === null) stream?.forget();
        stream?.publish(bookChange(book, changes ?? book), book);
      }),
      conditions?.onUpdate((condition) => {
        const data = () => encodeMarketCondition(condition);
        this.#publish(`markets:${condition.symbol}`, { type: 'market_update', data });
      }),
      this.#settlements?.start((content) => this.#publish('settlements', content)),
      this.#private?.start(),
    ];
    return () => {
      for (const end of ends) end?.();
    };
  }

  /** The stream of a channel and, where it has them, a canonical symbol. */
  stream(channel: Channel, symbol: string | null): Stream | undefined {
    if (channel.kind === 'orderbook') {
      return this.#streams.get(bookStreamName(symbol ?? '', channel.depth));
    }
    const name = channelName(channel);
    return this.#streams.get(symbol === null ? name : `${name}:${symbol}`);
  }

  /** What concerns one account; whoever asks has to have proved that it is theirs. */
  privateStream(kind: PrivateChannelKind, account: number): Stream | undefined {
    return this.#private?.stream(kind, account);
  }

  #publishMarket({ seq, prices, candles }: MarketUpdate): void {
    // A feed that repeats itself must not make clients go back in time.
    if (seq <= this.#lastFeedSeq) return;
    this.#lastFeedSeq = seq;
    for (const price of prices) {
      const data = () => encodePriceUpdate(price);
      const streamed = () => encodeStreamTicker(price);
      this.#publish(`prices:${price.symbol}`, { type: 'price_update', data, streamed });
    }
    for (const [name, update] of byStream(candles)) {
      this.#publish(name, { type: 'candle_update', data: () => encodeCandleUpdate(update) });
    }
  }

  #publish(name: string, content: FrameContent): void {
    this.#streams.get(name)?.publish(content, this.#asOf());
  }

  #asOf(): AsOf {
    this.#boot();
    return { seq: this.#options.seq(), timestampMs: this.#options.now() };
  }

  /** The first number that was seen: what had it before was of an earlier process. */
  #boot(): number {
    if (this.#bootSeq === 0) this.#bootSeq = this.#options.seq();
    return this.#bootSeq;
  }
}

function openStreams(
  options: StreamHubOptions & { readonly settlements: SettlementFeed | null },
  numbers: StreamNumbers,
): ReadonlyMap<string, Stream> {
  const { books, limits } = options;
  const { replayFrames } = limits;
  const sources = { ...options, ...limits };
  const streams = publicStreams(sources).map(
    (kind) => new Stream({ ...kind, numbers, replayFrames }),
  );
  const ofBooks = bookStreams(sources).map((kind) =>
    openBook(kind, { numbers, replayFrames: limits.bookReplayFrames, books }),
  );
  return new Map([...streams, ...ofBooks].map((stream) => [stream.name, stream]));
}

/** A book is published while somebody follows it, and what was sent before is no use afterwards. */
function openBook(
  { symbol, depth, ...kind }: BookStream,
  of: {
    readonly numbers: StreamNumbers;
    readonly replayFrames: number;
    readonly books: BookSource | null;
  },
): Stream {
  const { books, ...options } = of;
  let end: (() => void) | undefined;
  const stream = new Stream({
    ...kind,
    ...options,
    onBusy: () => {
      end = books?.watch(symbol, depth);
    },
    onIdle: () => {
      end?.();
      stream.forget();
    },
  });
  return stream;
}

/** The candles of one update by the stream that they belong to, in their order. */
function byStream(candles: MarketUpdate['candles']): Map<string, CandleUpdate> {
  const updates = new Map<string, CandleUpdate & { candles: Candle[] }>();
  for (const { symbol, interval, candle } of candles) {
    const name = `candles:${interval}:${symbol}`;
    const update = updates.get(name);
    if (update === undefined) updates.set(name, { symbol, interval, candles: [candle] });
    else update.candles.push(candle);
  }
  return updates;
}
