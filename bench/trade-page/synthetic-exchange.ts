import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type CandleInterval, isInterval } from '#lib/domain/interval.ts';
import { markets } from '#lib/domain/market.ts';
import { encodeCandleUpdate } from '#lib/protocol/frames/candle-update.ts';
import { encodeBookUpdate } from '#lib/protocol/frames/orderbook-update.ts';
import { encodePriceUpdate } from '#lib/protocol/frames/price-update.ts';
import { encodeTradeSnapshot, encodeTradeUpdate } from '#lib/protocol/frames/trade-update.ts';
import { encodeMarket } from '#lib/protocol/rest/market.ts';
import { encodeCandle } from '#lib/protocol/wire-candle.ts';
import { encodeMarketCondition } from '#lib/protocol/wire-market-condition.ts';
import { SyntheticMarket } from './synthetic-market.ts';

/** Frames a second of each kind. */
export type StreamRates = {
  readonly book: number;
  readonly trades: number;
  readonly prices: number;
  readonly candles: number;
};

const TICK_MS = 2;
const SECOND_MS = 1_000;

type Stream = { readonly channel: string; sequence: number };

/**
 * As much of the exchange as the trading page needs to stream: it speaks the native dialect, and sends
 * frames at a steady rate to whoever subscribed. What is not sent in time is sent with the next turn.
 */
export class SyntheticExchange {
  readonly port: number;
  /** Book updates sent so far. */
  bookUpdates = 0;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #market = new SyntheticMarket(1);
  readonly #timer: NodeJS.Timeout;

  private constructor(server: Server, rates: StreamRates) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.#sockets = new WebSocketServer({ server });
    this.#sockets.on('connection', (socket) => this.#serve(socket));
    const startMs = performance.now();
    const sent = { book: 0, trades: 0, prices: 0, candles: 0 };
    this.#timer = setInterval(() => {
      const seconds = (performance.now() - startMs) / SECOND_MS;
      for (const kind of ['book', 'trades', 'prices', 'candles'] as const) {
        for (; sent[kind] < rates[kind] * seconds; sent[kind] += 1) this.#push(kind);
      }
    }, TICK_MS);
  }

  static async start(rates: StreamRates): Promise<SyntheticExchange> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const exchange = new SyntheticExchange(server, rates);
    server.on('request', ({ url = '/' }, response) => exchange.#answer(url, response));
    return exchange;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(url: string, response: ServerResponse): void {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Content-Type', 'application/json');
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    const interval = searchParams.get('interval') ?? '';
    const body =
      pathname.endsWith('/candles') && isInterval(interval)
        ? this.#candles(interval)
        : allMarkets();
    response.end(JSON.stringify({ ...body, seq: 1, timestamp: Date.now() }));
  }

  #candles(interval: CandleInterval) {
    const { market } = this.#market;
    const candles = this.#market
      .candles(interval, Date.now())
      .map((candle) => encodeCandle(candle, market));
    return { symbol: market.symbol, interval, candles, next_to: null, traded_since: null };
  }

  #serve(socket: WebSocket): void {
    const streams = new Map<string, Stream>();
    this.#streams.set(socket, streams);
    send(socket, CONNECTED);
    socket.on('close', () => this.#streams.delete(socket));
    socket.on('message', (text) => {
      const frame = JSON.parse(String(text));
      if (frame.type === 'ping') send(socket, { type: 'pong', timestamp: Date.now() });
      if (frame.type !== 'subscribe') return;
      const stream = { channel: String(frame.channel), sequence: 1 };
      streams.set(stream.channel, stream);
      send(socket, this.#frame(stream, true));
    });
  }

  readonly #streams = new Map<WebSocket, Map<string, Stream>>();

  #push(kind: keyof StreamRates): void {
    if (kind === 'book') this.bookUpdates += 1;
    const changed = kind === 'book' ? this.#market.change() : null;
    for (const [socket, streams] of this.#streams) {
      for (const stream of streams.values()) {
        if (!stream.channel.startsWith(CHANNELS[kind])) continue;
        stream.sequence += 1;
        send(socket, this.#frame(stream, false, changed));
      }
    }
  }

  #frame(
    { channel, sequence }: Stream,
    snapshot: boolean,
    changed: ReturnType<SyntheticMarket['change']> | null = null,
  ) {
    const { symbol } = this.#market.market;
    const nowMs = Date.now();
    const position = snapshot
      ? { sequence, snapshot }
      : { sequence, prev_sequence: sequence - 1, snapshot };
    const frame = (type: string, data: object) => {
      return { type, data: { ...data, ...position }, timestamp: nowMs, seq: sequence };
    };
    if (channel === 'orderbook') {
      const levels = changed ?? this.#market.snapshot();
      return frame('orderbook_update', encodeBookUpdate({ symbol, depth: 100, ...levels }));
    }
    if (channel === 'trades') {
      const trade = this.#market.trade(nowMs);
      const data = snapshot
        ? encodeTradeSnapshot({ symbol, trades: [trade] })
        : encodeTradeUpdate(trade);
      return frame('trade_update', data);
    }
    if (channel === 'prices')
      return frame('price_update', encodePriceUpdate(this.#market.price(nowMs)));
    if (channel === 'markets') {
      const condition = { symbol, status: 'open', auction: null } as const;
      return frame('market_update', encodeMarketCondition(condition));
    }
    const interval = channel.split(':')[1] ?? '';
    if (!isInterval(interval)) return { type: 'pong', timestamp: nowMs };
    const candles = [this.#market.candle(interval, nowMs)];
    return frame('candle_update', encodeCandleUpdate({ symbol, interval, candles }));
  }
}

function allMarkets() {
  return {
    markets: markets.map((market) => encodeMarket({ market, ticker: null, condition: null })),
  };
}

const CHANNELS: Readonly<Record<keyof StreamRates, string>> = {
  book: 'orderbook',
  trades: 'trades',
  prices: 'prices',
  candles: 'candles',
};

const CONNECTED = {
  type: 'connected',
  data: {
    version: '0.1.0',
    network: 'local',
    chain_id: 1337,
    simulated_prices: true,
    challenge: null,
    limits: {
      messages_per_second: 100,
      messages_burst: 200,
      account_messages_per_second: 100,
      account_messages_burst: 200,
      max_message_bytes: 65_536,
      max_subscriptions: 256,
      idle_timeout_ms: 60_000,
    },
  },
  timestamp: 0,
  seq: 1,
};

function send(socket: WebSocket, frame: object): void {
  socket.send(JSON.stringify(frame));
}
