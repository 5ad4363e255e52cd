import type { Candle } from '#lib/domain/candle.ts';
import { INTERVALS } from '#lib/domain/interval.ts';
import { markets } from '#lib/domain/market.ts';
import { type Channel, channelName } from '#lib/protocol/channel.ts';
import { type CandleUpdate, encodeCandleUpdate } from '#lib/protocol/frames/candle-update.ts';
import { encodePriceUpdate } from '#lib/protocol/frames/price-update.ts';
import { encodeBlock } from '#lib/protocol/wire-block.ts';
import type { ChainView } from '../chain-view.ts';
import type { MarketFeed, MarketUpdate } from '../market-feed.ts';
import type { Sequence } from '../sequence.ts';
import { Stream, type StreamOptions } from './stream.ts';

export type StreamHubOptions = {
  readonly feed: MarketFeed;
  readonly chain: ChainView;
  readonly sequence: Sequence;
  readonly now: () => number;
  readonly replayFrames: number;
  readonly snapshotCandles: number;
};

/** All streams, fed by the market and the chain. */
export class StreamHub {
  readonly #options: StreamHubOptions;
  readonly #streams: ReadonlyMap<string, Stream>;
  #lastFeedSeq = Number.NEGATIVE_INFINITY;

  constructor(options: StreamHubOptions) {
    this.#options = options;
    const { sequence, replayFrames } = options;
    const startSeq = sequence.current();
    this.#streams = new Map(
      streamKinds(options).map((kind) => [
        kind.name,
        new Stream({ ...kind, replayFrames, startSeq }),
      ]),
    );
  }

  /** Begins to publish what happens; returns the function that ends it. */
  start(): () => void {
    const { feed, chain } = this.#options;
    const ends = [
      feed.onUpdate((update) => this.#publishMarket(update)),
      chain.listen({
        block: (block) => this.#publish(new Map([['blocks', encodeBlock(block)]])),
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  /** The stream of a channel and, but for channels without symbols, a canonical symbol. */
  stream(channel: Channel, symbol: string | null): Stream | undefined {
    const name = channelName(channel);
    return this.#streams.get(symbol === null ? name : `${name}:${symbol}`);
  }

  /** One event of the market is one sequence number, and one frame on each stream that it concerns. */
  #publishMarket({ seq, prices, candles }: MarketUpdate): void {
    // A feed that repeats itself must not make clients go back in time.
    if (seq <= this.#lastFeedSeq) return;
    this.#lastFeedSeq = seq;
    const data = new Map<string, object>();
    for (const price of prices) data.set(`prices:${price.symbol}`, encodePriceUpdate(price));
    for (const [name, update] of byStream(candles)) data.set(name, encodeCandleUpdate(update));
    this.#publish(data);
  }

  #publish(dataByStream: ReadonlyMap<string, object>): void {
    const seq = this.#options.sequence.next();
    const timestampMs = this.#options.now();
    for (const [name, data] of dataByStream) {
      this.#streams.get(name)?.publish({ data, seq, timestampMs });
    }
  }
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

function streamKinds({
  feed,
  chain,
  snapshotCandles,
}: StreamHubOptions): Pick<StreamOptions, 'name' | 'type' | 'snapshot'>[] {
  const prices = markets.map(({ symbol }) => ({
    name: `prices:${symbol}`,
    type: 'price_update',
    snapshot: () => {
      const update = feed.prices().find((price) => price.symbol === symbol);
      return update === undefined ? null : encodePriceUpdate(update);
    },
  }));
  const candles = markets.flatMap(({ symbol }) =>
    INTERVALS.map((interval) => ({
      name: `candles:${interval}:${symbol}`,
      type: 'candle_update',
      snapshot: () => {
        const newest = feed.candles(symbol, interval, { limit: snapshotCandles });
        return encodeCandleUpdate({ symbol, interval, candles: newest });
      },
    })),
  );
  const blocks = {
    name: 'blocks',
    type: 'block_update',
    snapshot: () => {
      const { head } = chain.status();
      return head === null ? null : encodeBlock(head);
    },
  };
  return [...prices, ...candles, blocks];
}
