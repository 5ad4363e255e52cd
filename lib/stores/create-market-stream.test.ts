import { describe, expect, it } from 'vitest';
import type { ConnectionState } from '#lib/client/connection-state.ts';
import type { StreamClient } from '#lib/client/stream-client.ts';
import type { MarketCondition } from '#lib/domain/market-status.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import { createMarketStreamOver } from './create-market-stream.ts';
import { createMarketDataStore, marketStatus } from './market-data-store.ts';

function price(symbol: string, priceTicks: number): PriceUpdate {
  const figures = { bidTicks: 1, askTicks: 2, volumeLots24h: 3, changeBps24h: 4, timestampMs: 5 };
  return { symbol, priceTicks, ...figures, simulated: true };
}

const silent = () => () => undefined;

/** What of a client the stream of market data does not use. */
const unused = {
  identity: () => ({ status: 'anonymous' }) as const,
  onIdentity: silent,
  identify: () => undefined,
  request: () => Promise.reject(new Error('nobody answers')),
  subscribeBook: silent,
  subscribeTrades: silent,
  subscribeOrders: silent,
  subscribeFills: silent,
  subscribeFillSettlements: silent,
  subscribeTransfers: silent,
  subscribeBalances: silent,
};

/** A network that a test switches off and on. */
function switchedNetwork() {
  let online = true;
  let onChange = (): void => undefined;
  return {
    isOnline: () => online,
    onChange(listener: () => void) {
      onChange = listener;
      return (): void => undefined;
    },
    set(is: boolean) {
      online = is;
      onChange();
    },
  };
}

/** A stream over a client, a frame clock and a network that the test moves by hand. */
function rig() {
  const store = createMarketDataStore();
  const frames: (() => void)[] = [];
  const candleTopics: string[] = [];
  let state: ConnectionState = { status: 'connecting' };
  let onState = (): void => undefined;
  const network = switchedNetwork();
  let onPrice: Parameters<StreamClient['subscribePrices']>[1] = (): void => undefined;
  let onMarket: Parameters<StreamClient['subscribeMarkets']>[1] = (): void => undefined;
  let closed = false;
  const client: StreamClient = {
    ...unused,
    state: () => state,
    onState: (listener) => {
      onState = listener;
      return () => {
        onState = (): void => undefined;
      };
    },
    subscribePrices: (_symbols, listener) => {
      onPrice = listener;
      return (): void => undefined;
    },
    subscribeMarkets: (_symbols, listener) => {
      onMarket = listener;
      return (): void => undefined;
    },
    subscribeBlocks: () => () => undefined,
    subscribeCandles: ({ symbol, interval }) => {
      candleTopics.push(`+${symbol} ${interval}`);
      return () => candleTopics.push(`-${symbol} ${interval}`);
    },
    close: () => {
      closed = true;
    },
  };
  const stream = createMarketStreamOver({
    store,
    connect: () => Promise.resolve(client),
    schedule: (flush) => frames.push(flush),
    network,
  });
  return {
    store,
    /** Starts the stream, and waits until it is connected. */
    start: async () => {
      const stop = stream.start();
      await Promise.resolve();
      return stop;
    },
    stream,
    frames,
    candleTopics,
    isClosed: () => closed,
    push: (data: PriceUpdate) =>
      onPrice({ data, isSnapshot: false, position: { sequence: 2, prevSequence: 1 }, seq: 1 }),
    pushMarket: (data: MarketCondition) =>
      onMarket({ data, isSnapshot: false, position: { sequence: 2, prevSequence: 1 }, seq: 1 }),
    become: (next: ConnectionState) => {
      state = next;
      onState();
    },
    setOnline: (is: boolean) => network.set(is),
    phase: () => store.getState().connection.phase,
  };
}

describe('createMarketStreamOver', () => {
  it('applies what arrives once a frame, and of each market only the newest price', async () => {
    const { start, store, frames, push } = rig();
    await start();
    let changes = 0;
    store.subscribe(() => {
      changes += 1;
    });
    push(price('BTC-USDT', 1));
    push(price('ETH-USDT', 2));
    push(price('BTC-USDT', 3));
    expect(frames).toHaveLength(1);
    expect(store.getState().prices).toEqual({});
    frames[0]?.();
    expect(changes).toBe(1);
    expect(store.getState().prices).toMatchObject({
      'BTC-USDT': { priceTicks: 3 },
      'ETH-USDT': { priceTicks: 2 },
    });
  });

  it('keeps what each market takes, the newest of a frame', async () => {
    const { start, store, frames, pushMarket } = rig();
    await start();
    const status = marketStatus('BTC-USDT');
    expect(status(store.getState())).toBeNull();
    pushMarket({ symbol: 'BTC-USDT', status: 'halted', auction: null });
    pushMarket({ symbol: 'BTC-USDT', status: 'post-only', auction: null });
    pushMarket({ symbol: 'ETH-USDT', status: 'open', auction: null });
    frames[0]?.();
    expect(status(store.getState())).toBe('post-only');
    expect(marketStatus('LUX-USDT')(store.getState())).toBeNull();
  });

  it('keeps the same object for a market that did not change', async () => {
    const { start, store, frames, push } = rig();
    await start();
    push(price('BTC-USDT', 1));
    frames[0]?.();
    const before = store.getState().prices['BTC-USDT'];
    push(price('ETH-USDT', 1));
    frames[1]?.();
    expect(store.getState().prices['BTC-USDT']).toBe(before);
  });

  it('calls every attempt after the first one reconnecting', async () => {
    const { start, become, phase } = rig();
    await start();
    expect(phase()).toBe('connecting');
    become({ status: 'open', latencyMs: 12 });
    expect(phase()).toBe('live');
    become({ status: 'stale', lastFrameMs: 1 });
    expect(phase()).toBe('stale');
    become({ status: 'reconnecting', failures: 1, retryAtMs: 1 });
    become({ status: 'connecting' });
    expect(phase()).toBe('reconnecting');
  });

  it('says offline when the device has no network', async () => {
    const { start, become, setOnline, phase } = rig();
    await start();
    become({ status: 'reconnecting', failures: 1, retryAtMs: 1 });
    setOnline(false);
    expect(phase()).toBe('offline');
    setOnline(true);
    expect(phase()).toBe('reconnecting');
  });

  it('subscribes to candles asked for before the connection, and ends them', async () => {
    const { start, stream, candleTopics, isClosed } = rig();
    const end = stream.onCandles({ symbol: 'BTC-USDT', interval: '1m' }, () => undefined);
    expect(candleTopics).toEqual([]);
    const stop = await start();
    expect(candleTopics).toEqual(['+BTC-USDT 1m']);
    end();
    expect(candleTopics).toEqual(['+BTC-USDT 1m', '-BTC-USDT 1m']);
    stop();
    expect(isClosed()).toBe(true);
  });

  it('closes a connection that came after it was stopped', async () => {
    const { stream, isClosed, candleTopics } = rig();
    stream.onCandles({ symbol: 'BTC-USDT', interval: '1m' }, () => undefined);
    stream.start()();
    await expect.poll(isClosed).toBe(true);
    expect(candleTopics).toEqual([]);
  });
});

describe('what else uses the connection', () => {
  it('is given it when it is there, and told when it ends', async () => {
    const { stream, start } = rig();
    const told: string[] = [];
    const use = (name: string) => () => {
      told.push(`+${name}`);
      return () => told.push(`-${name}`);
    };
    const endEarly = stream.attach(use('early'));
    expect(told).toEqual([]);
    const stop = await start();
    await Promise.resolve();
    stream.attach(use('late'));
    expect(told).toEqual(['+early', '+late']);
    endEarly();
    stop();
    expect(told).toEqual(['+early', '+late', '-early', '-late']);
  });
});
