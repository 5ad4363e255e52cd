import type { Balance } from '#lib/domain/balance.ts';
import type { Block } from '#lib/domain/block.ts';
import type { Fill } from '#lib/domain/fill.ts';
import type { CandleInterval } from '#lib/domain/interval.ts';
import { findMarket, markets } from '#lib/domain/market.ts';
import type { MarketCondition } from '#lib/domain/market-status.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { BookDepth } from '#lib/protocol/channel.ts';
import type { CandleUpdate } from '#lib/protocol/frames/candle-update.ts';
import type { FillSettlement } from '#lib/protocol/frames/fill-update.ts';
import type { OrderUpdate } from '#lib/protocol/frames/order-update.ts';
import type { BookUpdate } from '#lib/protocol/frames/orderbook-update.ts';
import type { OrdersUpdate } from '#lib/protocol/frames/orders-update.ts';
import type { StreamPosition } from '#lib/protocol/frames/position.ts';
import type { ServerFrame } from '#lib/protocol/frames/server-frame.ts';
import type { TradeUpdate } from '#lib/protocol/frames/trade-update.ts';
import type { TransferUpdate } from '#lib/protocol/frames/transfer-update.ts';
import type { ConnectionState } from './connection-state.ts';
import type { IdentityState, Prove } from './identity.ts';
import {
  type RequestFrame,
  StreamConnection,
  type StreamConnectionOptions,
} from './stream-connection.ts';
import type { StreamKey, StreamUpdateFrame } from './stream-registry.ts';
import { listenForWake } from './wake-events.ts';

export type StreamClientOptions = StreamConnectionOptions & {
  /** Tells when the page wakes up; returns the function that ends it. */
  readonly wakeEvents?: (wake: () => void) => () => void;
};

/** What arrives on a stream. A snapshot stands for everything before it. */
export type StreamUpdate<Data> = {
  readonly data: Data;
  readonly isSnapshot: boolean;
  /** Where it stands among what arrives on the stream. */
  readonly position: StreamPosition;
  /** The exchange's sequence number that the data is as of. */
  readonly seq: number | undefined;
};

/** All open orders, or one that something happened to. */
export type OrdersChange =
  | ({ readonly kind: 'all' } & OrdersUpdate)
  | ({ readonly kind: 'one' } & OrderUpdate);

/** The browser's connection to the exchange. Each `subscribe…` returns the function that ends it. */
export type StreamClient = {
  /** The same object until the state changes. */
  state(): ConnectionState;
  onState(listener: () => void): () => void;
  /** Whom the exchange takes this client for; the same object until that changes. */
  identity(): IdentityState;
  onIdentity(listener: () => void): () => void;
  /** Says who this is, now and on every later connection; `null` = nobody. */
  identify(prove: Prove | null): void;
  /**
   * Asks something and waits for the answer.
   *
   * @throws RequestFailedError: refused, not sent, or not answered.
   */
  request(frame: RequestFrame): Promise<ServerFrame>;
  /** Prices of markets; `['*']` means all. Aliases are understood, unknown symbols ignored. */
  subscribePrices(
    symbols: readonly string[],
    listener: (update: StreamUpdate<PriceUpdate>) => void,
  ): () => void;
  /** What markets take, and their auctions; `['*']` means all. */
  subscribeMarkets(
    symbols: readonly string[],
    listener: (update: StreamUpdate<MarketCondition>) => void,
  ): () => void;
  /** Candles of a market: a snapshot of the newest ones, then those that change. */
  subscribeCandles(
    stream: { readonly symbol: string; readonly interval: CandleInterval },
    listener: (update: StreamUpdate<CandleUpdate>) => void,
  ): () => void;
  /** A market's book: a snapshot, then levels that change; 0 lots remove one. */
  subscribeBook(
    stream: { readonly symbol: string; readonly depth: BookDepth },
    listener: (update: StreamUpdate<BookUpdate>) => void,
  ): () => void;
  /** A market's trades: the newest ones, then each as it happens. */
  subscribeTrades(
    symbol: string,
    listener: (update: StreamUpdate<TradeUpdate>) => void,
  ): () => void;
  /** The account's orders: the open ones, then each that something happens to. */
  subscribeOrders(listener: (update: StreamUpdate<OrdersChange>) => void): () => void;
  /** The account's fills: the newest ones, then each as it happens. */
  subscribeFills(listener: (update: StreamUpdate<readonly Fill[]>) => void): () => void;
  /** How far fills are that were told before, whenever that changes. */
  subscribeFillSettlements(
    listener: (update: StreamUpdate<readonly FillSettlement[]>) => void,
  ): () => void;
  /** The account's balances: all of them, then those that change. */
  subscribeBalances(listener: (update: StreamUpdate<readonly Balance[]>) => void): () => void;
  /** Money on its way between the account and the chain: all of it, then what something happened to. */
  subscribeTransfers(listener: (update: StreamUpdate<TransferUpdate>) => void): () => void;
  /** Heads of the chain. */
  subscribeBlocks(listener: (update: StreamUpdate<Block>) => void): () => void;
  /** Ends the connection for good. */
  close(): void;
};

/** Connects to the exchange's stream and keeps connected until it is closed. */
export function createStreamClient(options: StreamClientOptions): StreamClient {
  const streams = new StreamConnection(options);
  const { connection, identity } = streams;
  const { wakeEvents = listenForWake } = options;
  const endWakeEvents = wakeEvents(() => connection.wake());
  connection.connect();
  return {
    state: () => connection.state(),
    onState: (listener) => streams.onState(listener),
    identity: () => identity.state(),
    onIdentity: (listener) => streams.onIdentity(listener),
    identify: (prove) => streams.identify(prove),
    request: (frame) => streams.request(frame),
    ...publicStreams(streams),
    ...accountStreams(streams),
    close() {
      endWakeEvents();
      connection.stop();
    },
  };
}

function publicStreams(streams: StreamConnection) {
  return {
    subscribePrices: (symbols, listener) =>
      streams.follow(keysOf('prices', symbols), (frame) => {
        if (frame.type === 'price_update') listener(updateOf(frame, frame.data));
      }),
    subscribeMarkets: (symbols, listener) =>
      streams.follow(keysOf('markets', symbols), (frame) => {
        if (frame.type === 'market_update') listener(updateOf(frame, frame.data));
      }),
    subscribeCandles: ({ symbol, interval }, listener) =>
      streams.follow(keysOf(`candles:${interval}`, [symbol]), (frame) => {
        if (frame.type === 'candle_update') listener(updateOf(frame, frame.data));
      }),
    subscribeBook: ({ symbol, depth }, listener) => {
      const keys = keysOf('orderbook', [symbol]).map((key) => ({ ...key, depth }));
      return streams.follow(keys, (frame) => {
        if (frame.type === 'orderbook_update') listener(updateOf(frame, frame.data));
      });
    },
    subscribeTrades: (symbol, listener) =>
      streams.follow(keysOf('trades', [symbol]), (frame) => {
        if (frame.type === 'trade_update') listener(updateOf(frame, frame.data));
      }),
    subscribeBlocks: (listener) =>
      streams.follow([{ channel: 'blocks', symbol: null }], (frame) => {
        if (frame.type === 'block_update') listener(updateOf(frame, frame.data));
      }),
  } satisfies Partial<StreamClient>;
}

function accountStreams(streams: StreamConnection) {
  return {
    subscribeOrders: (listener) =>
      streams.follow([{ channel: 'orders', symbol: null }], (frame) => {
        if (frame.type === 'orders_update') {
          listener(updateOf(frame, { kind: 'all' as const, ...frame.data }));
        } else if (frame.type === 'order_update') {
          listener(updateOf(frame, { kind: 'one' as const, ...frame.data }));
        }
      }),
    subscribeFills: (listener) =>
      streams.follow([{ channel: 'fills', symbol: null }], (frame) => {
        if (frame.type !== 'fill_update') return;
        const { fills } = frame.data;
        // Between snapshots there may be nothing new but how far others are.
        const isSnapshot = frame.position.prevSequence === null;
        if (isSnapshot || fills.length > 0) listener(updateOf(frame, fills));
      }),
    subscribeFillSettlements: (listener) =>
      streams.follow([{ channel: 'fills', symbol: null }], (frame) => {
        if (frame.type !== 'fill_update' || frame.data.settlements.length === 0) return;
        listener(updateOf(frame, frame.data.settlements));
      }),
    subscribeTransfers: (listener) =>
      streams.follow([{ channel: 'transfers', symbol: null }], (frame) => {
        if (frame.type === 'transfer_update') listener(updateOf(frame, frame.data));
      }),
    subscribeBalances: (listener) =>
      streams.follow([{ channel: 'balances', symbol: null }], (frame) => {
        if (frame.type === 'balance_update') listener(updateOf(frame, frame.data));
      }),
  } satisfies Partial<StreamClient>;
}

function updateOf<Data>({ position, seq }: StreamUpdateFrame, data: Data): StreamUpdate<Data> {
  return { data, isSnapshot: position.prevSequence === null, position, seq };
}

function keysOf(channel: string, symbols: readonly string[]): StreamKey[] {
  const named = symbols.map((symbol) => findMarket(symbol)?.symbol);
  const known = symbols.includes('*') ? markets.map(({ symbol }) => symbol) : named;
  const canonical = new Set(known.filter((symbol) => symbol !== undefined));
  return [...canonical].map((symbol) => ({ channel, symbol }));
}
