import { beforeEach, describe, expect, it } from 'vitest';
import { FakeSocket } from '#scripts/testing/fake-socket.ts';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { createStreamClient, type StreamClient, type StreamUpdate } from './stream-client.ts';

const PRICE = {
  price: 67421.5,
  bid: 67421.4,
  ask: 67421.6,
  volume_24h: 12.5,
  change_24h: 1.82,
  timestamp: 1_790_000_000_000,
  simulated: true,
};

type Delta = { readonly sequence: number; readonly prev?: number; readonly seq: number };

function price(symbol: string, { sequence, prev, seq }: Delta) {
  const position =
    prev === undefined
      ? { sequence, snapshot: true }
      : { sequence, prev_sequence: prev, snapshot: false };
  return { type: 'price_update', data: { symbol, ...PRICE, ...position }, seq, timestamp: 1 };
}

let clock: ManualClock;
let sockets: FakeSocket[];
let wake: () => void;
let wakeEnded: boolean;
let errors: unknown[];

class RecordedSocket extends FakeSocket {
  constructor(url: string) {
    super(url);
    sockets.push(this);
  }
}

function socket(): FakeSocket {
  const latest = sockets.at(-1);
  if (latest === undefined) throw new Error('the client has not connected');
  return latest;
}

function start(random = () => 0.5): StreamClient {
  return createStreamClient({
    url: 'ws://exchange.example/ws',
    WebSocketImpl: RecordedSocket,
    clock,
    random,
    wakeEvents: (listener) => {
      wake = listener;
      return () => {
        wakeEnded = true;
      };
    },
    onError: (error) => errors.push(error),
  });
}

beforeEach(() => {
  clock = new ManualClock();
  sockets = [];
  wakeEnded = false;
  errors = [];
});

describe('connecting', () => {
  it('is connecting until the socket opens, and open then', () => {
    const client = start();
    const states: string[] = [];
    client.onState(() => states.push(client.state().status));
    expect(client.state()).toEqual({ status: 'connecting' });
    socket().open();
    expect(client.state()).toEqual({ status: 'open', latencyMs: null });
    expect(states).toEqual(['open']);
    expect(socket().url).toBe('ws://exchange.example/ws');
  });

  it('measures the round trip of its pings', () => {
    const client = start();
    socket().open();
    expect(socket().take('ping')).toHaveLength(1);
    clock.advance(37);
    socket().receive({ type: 'pong', timestamp: 1 });
    expect(client.state()).toEqual({ status: 'open', latencyMs: 37 });
    clock.advance(4_963);
    expect(socket().take('ping')).toHaveLength(1);
    clock.advance(12);
    socket().receive({ type: 'pong', timestamp: 1 });
    expect(client.state()).toEqual({ status: 'open', latencyMs: 12 });
  });

  it('comes back after a loss, waiting longer after each failure, and at random', () => {
    const client = start();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      socket().drop();
      const state = client.state();
      if (state.status !== 'reconnecting') throw new Error(`the client is ${state.status}`);
      expect(state.failures).toBe(attempt + 1);
      waits.push(state.retryAtMs - clock.now());
      expect(sockets).toHaveLength(attempt + 1);
      clock.advance(state.retryAtMs - clock.now());
      expect(sockets).toHaveLength(attempt + 2);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 7_500, 7_500]);
  });

  it('begins the waits anew after a connection that held', () => {
    const client = start();
    socket().drop();
    clock.advance(250);
    socket().drop();
    clock.advance(500);
    socket().open();
    clock.advance(5_000);
    socket().drop();
    expect(client.state()).toMatchObject({ status: 'reconnecting', failures: 1 });
  });

  it('keeps waiting longer while connections break right after they opened', () => {
    const client = start();
    for (let round = 1; round <= 4; round += 1) {
      socket().open();
      socket().drop();
      expect(client.state()).toMatchObject({ status: 'reconnecting', failures: round });
      clock.advance(4_000);
    }
  });

  it('gives up an attempt that never opens', () => {
    const client = start();
    clock.advance(10_000);
    expect(socket().closed).toBe(true);
    expect(client.state()).toMatchObject({ status: 'reconnecting' });
  });

  it('ignores what an abandoned socket still says', () => {
    const client = start();
    const first = socket();
    clock.advance(10_250);
    expect(sockets).toHaveLength(2);
    first.open();
    first.drop();
    expect(client.state()).toEqual({ status: 'connecting' });
  });

  it('ends for good when it is closed', () => {
    const client = start();
    socket().open();
    client.close();
    expect(client.state()).toEqual({ status: 'closed' });
    expect(socket().closed).toBe(true);
    expect(wakeEnded).toBe(true);
    clock.advance(120_000);
    expect(sockets).toHaveLength(1);
  });
});

describe('noticing silence', () => {
  it('is stale without frames, with the time of the last one, and open with the next', () => {
    const client = start();
    socket().open();
    clock.advance(1_000);
    socket().receive({ type: 'pong', timestamp: 1 });
    const lastFrameMs = clock.now();
    clock.advance(7_999);
    expect(client.state()).toMatchObject({ status: 'open' });
    clock.advance(1);
    expect(client.state()).toEqual({ status: 'stale', lastFrameMs });
    socket().receive({ type: 'pong', timestamp: 1 });
    expect(client.state()).toMatchObject({ status: 'open' });
  });

  it('gives up a connection that stays silent, and makes another', () => {
    const client = start();
    socket().open();
    clock.advance(20_000);
    expect(client.state()).toMatchObject({ status: 'reconnecting', failures: 1 });
    expect(sockets[0]?.closed).toBe(true);
    clock.advance(250);
    expect(sockets).toHaveLength(2);
  });

  it('tries at once when the page wakes up while it waits', () => {
    const client = start();
    socket().drop();
    wake();
    expect(sockets).toHaveLength(2);
    expect(client.state()).toEqual({ status: 'connecting' });
    clock.advance(9_000);
    expect(sockets).toHaveLength(2);
  });

  it('asks for a sign of life when the page wakes up while it is open', () => {
    start();
    socket().open();
    socket().receive({ type: 'pong', timestamp: 1 });
    socket().take('ping');
    wake();
    expect(socket().take('ping')).toHaveLength(1);
  });
});

describe('subscribing', () => {
  it('asks once the socket is open, and passes decoded frames on', () => {
    const client = start();
    const updates: StreamUpdate<unknown>[] = [];
    client.subscribePrices(['BTC-USD'], (update) => updates.push(update));
    socket().open();
    expect(socket().take('subscribe')).toEqual([
      { type: 'subscribe', channel: 'prices', symbols: ['BTC-USDT'] },
    ]);
    socket().receive(price('BTC-USDT', { sequence: 4, seq: 100 }));
    expect(updates).toEqual([
      {
        data: {
          symbol: 'BTC-USDT',
          priceTicks: 6_742_150,
          bidTicks: 6_742_140,
          askTicks: 6_742_160,
          volumeLots24h: 125_000,
          changeBps24h: 182,
          timestampMs: PRICE.timestamp,
          simulated: true,
        },
        isSnapshot: true,
        position: { sequence: 4, prevSequence: null },
        seq: 100,
      },
    ]);
  });

  it('takes all markets for a star', () => {
    const client = start();
    client.subscribePrices(['*'], () => undefined);
    socket().open();
    expect(socket().take('subscribe')).toMatchObject([
      { channel: 'prices', symbols: ['BTC-USDT', 'ETH-USDT', 'LUX-USDT'] },
    ]);
  });

  it('receives candles and blocks', () => {
    const client = start();
    const seen: unknown[] = [];
    client.subscribeCandles({ symbol: 'ETH-USDT', interval: '5m' }, ({ data }) => seen.push(data));
    client.subscribeBlocks(({ data }) => seen.push(data));
    socket().open();
    expect(socket().take('subscribe')).toMatchObject([
      { channel: 'candles:5m', symbols: ['ETH-USDT'] },
      { channel: 'blocks', symbols: [] },
    ]);
    const candle = { time: 300_000, open: 1.5, high: 2, low: 1.25, close: 1.75, volume: 3.001 };
    const position = { sequence: 1, snapshot: true };
    socket().receive({
      type: 'candle_update',
      data: { symbol: 'ETH-USDT', interval: '5m', candles: [candle], ...position },
      timestamp: 1,
    });
    const hash = `0x${'ab'.repeat(32)}`;
    socket().receive({
      type: 'block_update',
      data: { number: 7, hash, parent_hash: hash, timestamp: 5_000, base_fee: '9', ...position },
      timestamp: 1,
    });
    expect(seen).toEqual([
      {
        symbol: 'ETH-USDT',
        interval: '5m',
        candles: [
          {
            startMs: 300_000,
            openTicks: 150,
            highTicks: 200,
            lowTicks: 125,
            closeTicks: 175,
            volumeLots: 3_001,
          },
        ],
      },
      { number: 7, hash, parentHash: hash, timestampMs: 5_000, baseFeeWei: 9n },
    ]);
  });

  it('unsubscribes on the wire when the last listener of a stream leaves', () => {
    const client = start();
    const endAll = client.subscribePrices(['*'], () => undefined);
    const endBitcoin = client.subscribePrices(['BTC-USDT'], () => undefined);
    socket().open();
    endAll();
    expect(socket().take('unsubscribe')).toEqual([
      { type: 'unsubscribe', channel: 'prices', symbols: ['ETH-USDT', 'LUX-USDT'] },
    ]);
    endBitcoin();
    expect(socket().take('unsubscribe')).toEqual([
      { type: 'unsubscribe', channel: 'prices', symbols: ['BTC-USDT'] },
    ]);
  });

  it('asks for a snapshot for a listener that joins a running stream', () => {
    const client = start();
    const first: unknown[] = [];
    const second: unknown[] = [];
    client.subscribePrices(['BTC-USDT'], ({ seq }) => first.push(seq));
    socket().open();
    socket().receive(price('BTC-USDT', { sequence: 0, seq: 10 }));
    socket().take('subscribe');
    client.subscribePrices(['BTC-USDT'], ({ seq }) => second.push(seq));
    expect(socket().take('subscribe')).toMatchObject([{ symbols: ['BTC-USDT'] }]);
    socket().receive(price('BTC-USDT', { sequence: 0, seq: 10 }));
    socket().receive(price('BTC-USDT', { sequence: 1, prev: 0, seq: 11 }));
    expect(first).toEqual([10, 10, 11]);
    expect(second).toEqual([10, 11]);
  });
});

describe('gaps', () => {
  it('asks for a snapshot when a frame is missing, and passes nothing on until it comes', () => {
    const client = start();
    const seen: unknown[] = [];
    client.subscribePrices(['BTC-USDT'], ({ seq }) => seen.push(seq));
    socket().open();
    socket().take('subscribe');
    socket().receive(price('BTC-USDT', { sequence: 1, seq: 10 }));
    socket().receive(price('BTC-USDT', { sequence: 2, prev: 1, seq: 11 }));
    socket().receive(price('BTC-USDT', { sequence: 4, prev: 3, seq: 13 }));
    const [request, ...others] = socket().take('subscribe');
    expect(others).toEqual([]);
    expect(request).toMatchObject({ channel: 'prices', symbols: ['BTC-USDT'] });
    expect(request).not.toHaveProperty('from_seq');
    socket().receive(price('BTC-USDT', { sequence: 5, prev: 4, seq: 14 }));
    socket().receive(price('BTC-USDT', { sequence: 5, seq: 14 }));
    socket().receive(price('BTC-USDT', { sequence: 6, prev: 5, seq: 15 }));
    expect(seen).toEqual([10, 11, 14, 15]);
    expect(socket().take('subscribe')).toEqual([]);
  });

  it('drops frames that it has seen', () => {
    const client = start();
    const seen: unknown[] = [];
    client.subscribePrices(['BTC-USDT'], ({ seq }) => seen.push(seq));
    socket().open();
    for (const [sequence, prev] of [[2], [3, 2], [3, 2], [2, 1], [4, 3]] as [number, number?][]) {
      const position = prev === undefined ? { sequence } : { sequence, prev };
      socket().receive(price('BTC-USDT', { ...position, seq: 100 + sequence }));
    }
    expect(seen).toEqual([102, 103, 104]);
  });

  it('resumes after a reconnection from the lowest number that its streams stand at', () => {
    const client = start();
    const seen: unknown[] = [];
    client.subscribePrices(['BTC-USDT', 'ETH-USDT'], ({ data, seq }) =>
      seen.push([data.symbol, seq]),
    );
    socket().open();
    socket().receive(price('BTC-USDT', { sequence: 7, seq: 50 }));
    socket().receive(price('ETH-USDT', { sequence: 3, seq: 48 }));
    socket().drop();
    clock.advance(250);
    socket().open();
    expect(socket().take('subscribe')).toMatchObject([
      { channel: 'prices', symbols: ['BTC-USDT', 'ETH-USDT'], from_seq: 48 },
    ]);
    // What the server repeats for the stream that was further is not passed on twice.
    socket().receive(price('BTC-USDT', { sequence: 7, prev: 6, seq: 50 }));
    socket().receive(price('BTC-USDT', { sequence: 8, prev: 7, seq: 51 }));
    socket().receive(price('ETH-USDT', { sequence: 4, prev: 3, seq: 52 }));
    expect(seen).toEqual([
      ['BTC-USDT', 50],
      ['ETH-USDT', 48],
      ['BTC-USDT', 51],
      ['ETH-USDT', 52],
    ]);
  });

  it('takes the snapshot of a server that began anew', () => {
    const client = start();
    const seen: unknown[] = [];
    client.subscribePrices(['BTC-USDT'], ({ seq, isSnapshot }) => seen.push([seq, isSnapshot]));
    socket().open();
    socket().receive(price('BTC-USDT', { sequence: 900, seq: 50 }));
    socket().drop();
    clock.advance(250);
    socket().open();
    socket().receive(price('BTC-USDT', { sequence: 1, seq: 5_000 }));
    socket().receive(price('BTC-USDT', { sequence: 2, prev: 1, seq: 5_001 }));
    expect(seen).toEqual([
      [50, true],
      [5_000, true],
      [5_001, false],
    ]);
  });
});

describe('trouble', () => {
  it('reports what it cannot read and goes on', () => {
    const client = start();
    const seen: unknown[] = [];
    client.subscribePrices(['BTC-USDT'], ({ seq }) => seen.push(seq));
    socket().open();
    socket().receive('{');
    socket().receive({ type: 'price_update', data: { symbol: 'BTC-USDT' }, timestamp: 1 });
    socket().receive({ type: 'something_new', data: {}, timestamp: 1 });
    socket().receive(null);
    socket().receiveRaw(new ArrayBuffer(4));
    socket().receive(price('BTC-USDT', { sequence: 1, seq: 1 }));
    expect(seen).toEqual([1]);
    expect(errors).toMatchObject([
      { code: 'gateway/malformed-json' },
      { code: 'gateway/invalid-message' },
    ]);
  });

  it('asks again after the wait that a rate limit names', () => {
    const client = start();
    client.subscribePrices(['BTC-USDT'], () => undefined);
    socket().open();
    socket().take('subscribe');
    socket().receive({
      type: 'error',
      error: 'gateway/rate-limited',
      message: 'Too many requests.',
      data: { retry_after_ms: 1_500 },
      timestamp: 1,
    });
    clock.advance(1_499);
    expect(socket().take('subscribe')).toEqual([]);
    clock.advance(1);
    expect(socket().take('subscribe')).toMatchObject([{ symbols: ['BTC-USDT'] }]);
    expect(errors).toMatchObject([{ error: 'gateway/rate-limited' }]);
  });
});
