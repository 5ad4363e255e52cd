import type { Block } from '#lib/domain/block.ts';
import type { CandleInterval } from '#lib/domain/interval.ts';
import { findMarket, markets } from '#lib/domain/market.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { CandleUpdate } from '#lib/protocol/frames/candle-update.ts';
import type { ErrorFrame } from '#lib/protocol/frames/error.ts';
import type { ServerFrame } from '#lib/protocol/frames/server-frame.ts';
import { type Clock, systemClock } from './clock.ts';
import { Connection, type ConnectionTimings } from './connection.ts';
import type { ConnectionState } from './connection-state.ts';
import type { SocketConstructor } from './socket-like.ts';
import {
  type StreamKey,
  StreamRegistry,
  type StreamUpdateFrame,
  type WireRequest,
} from './stream-registry.ts';
import { listenForWake } from './wake-events.ts';

export type StreamClientOptions = {
  readonly url: string;
  /** Default: the browser's. */
  readonly WebSocketImpl?: SocketConstructor;
  readonly clock?: Clock;
  /** A number from 0 up to 1; spreads reconnections. */
  readonly random?: () => number;
  readonly timings?: Partial<ConnectionTimings>;
  /** Tells when the page wakes up; returns the function that ends it. */
  readonly wakeEvents?: (wake: () => void) => () => void;
  /** The server refused something, or sent what could not be read. */
  readonly onError?: (error: ErrorFrame | Error) => void;
};

/** What arrives on a stream. A snapshot stands for everything before it. */
export type StreamUpdate<Data> = {
  readonly data: Data;
  readonly isSnapshot: boolean;
  /** The exchange's sequence number that the data is as of. */
  readonly seq: number | undefined;
};

/** The browser's connection to the exchange. Each `subscribe…` returns the function that ends it. */
export type StreamClient = {
  /** The same object until the state changes. */
  state(): ConnectionState;
  onState(listener: () => void): () => void;
  /** Prices of markets; `['*']` means all. Aliases are understood, unknown symbols ignored. */
  subscribePrices(
    symbols: readonly string[],
    listener: (update: StreamUpdate<PriceUpdate>) => void,
  ): () => void;
  /** Candles of a market: a snapshot of the newest ones, then those that change. */
  subscribeCandles(
    stream: { readonly symbol: string; readonly interval: CandleInterval },
    listener: (update: StreamUpdate<CandleUpdate>) => void,
  ): () => void;
  /** Heads of the chain. */
  subscribeBlocks(listener: (update: StreamUpdate<Block>) => void): () => void;
  /** Ends the connection for good. */
  close(): void;
};

const DEFAULT_TIMINGS: ConnectionTimings = {
  backoffBaseMs: 500,
  backoffCapMs: 15_000,
  stableMs: 5_000,
  connectMs: 10_000,
  pingMs: 5_000,
  staleMs: 8_000,
  deadMs: 20_000,
};

const RETRY_AFTER_MS = 1_000;

/** Connects to the exchange's stream and keeps connected until it is closed. */
export function createStreamClient(options: StreamClientOptions): StreamClient {
  const { connection, subscribe, onState } = connect(options);
  const { wakeEvents = listenForWake } = options;
  const endWakeEvents = wakeEvents(() => connection.wake());
  connection.connect();
  return {
    state: () => connection.state(),
    onState,
    subscribePrices: (symbols, listener) =>
      subscribe(keysOf('prices', symbols), (frame) => {
        if (frame.type === 'price_update') listener(updateOf(frame, frame.data));
      }),
    subscribeCandles: ({ symbol, interval }, listener) =>
      subscribe(keysOf(`candles:${interval}`, [symbol]), (frame) => {
        if (frame.type === 'candle_update') listener(updateOf(frame, frame.data));
      }),
    subscribeBlocks: (listener) =>
      subscribe([{ channel: 'blocks', symbol: null }], (frame) => {
        if (frame.type === 'block_update') listener(updateOf(frame, frame.data));
      }),
    close() {
      endWakeEvents();
      connection.stop();
    },
  };
}

/** A connection, not yet begun, whose subscriptions outlive its sockets. */
function connect(options: StreamClientOptions) {
  const { clock = systemClock, onError } = options;
  const registry = new StreamRegistry();
  const stateListeners = new Set<() => void>();
  const askAgain = () => request(registry.resume());

  const connection = new Connection({
    url: options.url,
    Socket: options.WebSocketImpl ?? WebSocket,
    clock,
    random: options.random ?? Math.random,
    timings: { ...DEFAULT_TIMINGS, ...options.timings },
    onOpen: askAgain,
    onFrame: receive,
    onState: () => {
      for (const listener of [...stateListeners]) listener();
    },
    onUnreadable: (error) => {
      onError?.(error instanceof Error ? error : new Error('unreadable frame', { cause: error }));
    },
  });

  function request(requests: readonly WireRequest[]): void {
    for (const { channel, symbols, fromSeq } of requests) {
      const from = fromSeq === undefined ? {} : { from_seq: fromSeq };
      connection.send({ type: 'subscribe', channel, symbols: [...symbols], ...from });
    }
  }

  function receive(frame: ServerFrame): void {
    if ('position' in frame) {
      request(registry.take(frame));
    } else if (frame.type === 'error') {
      onError?.(frame);
      // The limit is applied before a frame is read, so any of them may have been lost.
      if (frame.error === 'gateway/rate-limited') clock.after(retryMs(frame), askAgain);
    }
  }

  function subscribe(keys: readonly StreamKey[], listener: (frame: StreamUpdateFrame) => void) {
    request(registry.add(keys, listener));
    return () => {
      for (const { channel, symbols } of registry.remove(keys, listener)) {
        connection.send({ type: 'unsubscribe', channel, symbols: [...symbols] });
      }
    };
  }

  function onState(listener: () => void): () => void {
    stateListeners.add(listener);
    return () => {
      stateListeners.delete(listener);
    };
  }

  return { connection, subscribe, onState };
}

function updateOf<Data>({ position, seq }: StreamUpdateFrame, data: Data): StreamUpdate<Data> {
  return { data, isSnapshot: position.prevSequence === null, seq };
}

function keysOf(channel: string, symbols: readonly string[]): StreamKey[] {
  const named = symbols.map((symbol) => findMarket(symbol)?.symbol);
  const known = symbols.includes('*') ? markets.map(({ symbol }) => symbol) : named;
  const canonical = new Set(known.filter((symbol) => symbol !== undefined));
  return [...canonical].map((symbol) => ({ channel, symbol }));
}

function retryMs({ data }: ErrorFrame): number {
  const wait = data?.retry_after_ms;
  return typeof wait === 'number' ? Math.max(wait, RETRY_AFTER_MS) : RETRY_AFTER_MS;
}
