import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { infoResult } from '#lib/protocol/rpc/info.ts';
import { latestPriceResult } from '#lib/protocol/rpc/latest-price.ts';
import { RPC_METHODS_TO_COME } from '#lib/protocol/rpc/methods.ts';
import { twapResult } from '#lib/protocol/rpc/twap.ts';
import { validate } from '#lib/protocol/validate.ts';
import { idleExchange } from '#scripts/testing/idle-exchange.ts';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { ScriptedFeed } from '#scripts/testing/scripted-feed.ts';
import type { CallerIdentity } from '../caller-identity.ts';
import { createAccountReads } from '../trading/account-reads.ts';
import { createBookReads } from '../trading/book-reads.ts';
import { OrderService } from '../trading/order-service.ts';
import { createSettlementReads } from '../trading/settlement-reads.ts';
import { RpcDispatcher } from './rpc-dispatcher.ts';

let clock: ManualClock;
let feed: ScriptedFeed;
let failures: unknown[];
let seq: number;
let rpc: RpcDispatcher;

beforeEach(() => {
  clock = new ManualClock();
  feed = new ScriptedFeed(clock.now);
  failures = [];
  seq = 1;
  const { exchange, accounts, history, orderEntry: entry } = idleExchange(clock.now);
  const reads = createAccountReads(exchange, clock.now);
  const orders = new OrderService({
    entry,
    accounts,
    history,
    reads,
    now: clock.now,
    clockSkewMs: 1,
    trace: (_step, run) => run(),
    onPlaced: () => undefined,
  });
  rpc = new RpcDispatcher({
    services: {
      feed,
      oracle: feed,
      trades: { recentTrades: () => [] },
      conditions: { condition: () => null },
      books: createBookReads(exchange),
      orders,
      reads,
      settlements: createSettlementReads(null, history),
      openOrderCount: () => 3,
      seq: () => seq,
      version: '9.9.9',
      network: 'local',
      now: clock.now,
    },
    maxBatch: 3,
    shared: { maxResults: 10, maxChars: 10_000 },
    onFailure: (error) => failures.push(error),
  });
});

const call = (method: string, params?: unknown, id: unknown = 1) => ({
  jsonrpc: '2.0',
  method,
  ...(params === undefined ? {} : { params }),
  ...(id === undefined ? {} : { id }),
});

const nobody: CallerIdentity = {
  principal: () => {
    throw new ProtocolError('auth/required');
  },
  authenticate: () => Promise.reject(new ProtocolError('auth/invalid-token')),
};

const textOf = async (message: unknown) =>
  await rpc.answer(message, {
    dialect: 'plain',
    arrivedMs: 0,
    identity: nobody,
    subscriptions: null,
  });

const answer = async (message: unknown) => {
  const text = await textOf(message);
  return text === null ? null : parseJson(text);
};

describe('RpcDispatcher', () => {
  it('pings and describes itself', async () => {
    expect(await answer(call('lx_ping'))).toEqual({ jsonrpc: '2.0', id: 1, result: 'pong' });
    expect(await answer(call('lx_getInfo'))).toMatchObject({
      result: { version: '9.9.9', network: 'local', orderCount: 3, timestamp: clock.now() },
    });
  });

  it('gives the latest price, or says that there is none', async () => {
    const latest = call('price.getLatest', { symbol: 'ETH-USD' });
    expect(await answer(latest)).toMatchObject({
      error: { code: -32014, data: { code: 'oracle/no-price', symbol: 'ETH-USDT' } },
    });
    feed.trade('ETH-USDT', 350_000);
    expect(JSON.stringify(await answer(latest))).toContain('"price":3500.00,"confidence":0.01');
  });

  it('gives results in their documented form', async () => {
    feed.trade('ETH-USDT', 350_000);
    const symbol = 'ETH-USDT';
    for (const [method, params, schema] of [
      ['lx_getInfo', {}, infoResult],
      ['price.getLatest', { symbol }, latestPriceResult],
      ['price.getTWAP', { symbol, window: 60 }, twapResult],
    ] as const) {
      const told = await answer(call(method, params));
      const { result } = validate(z.object({ result: z.unknown() }), told);
      expect(validate(schema, result)).toEqual(result);
    }
  });

  it('gives the average over a window, or says that prices do not reach back', async () => {
    feed.trade('ETH-USDT', 350_000);
    const average = (window: unknown) =>
      answer(call('price.getTWAP', { symbol: 'ETH-USDT', window }));
    expect(JSON.stringify(await average(60))).toContain('"twap":3500.00,"window":60');
    expect(await average(120)).toMatchObject({
      error: { data: { code: 'oracle/no-history', window: 120 } },
    });
    for (const window of [0, 59, 86_401, 60.5, '60', null]) {
      expect(await average(window)).toMatchObject({
        error: { code: -32602, data: { field: 'window' } },
      });
    }
  });

  it('names a wrong parameter', async () => {
    for (const params of [{}, { symbol: 7 }]) {
      expect(await answer(call('price.getLatest', params))).toMatchObject({
        error: { code: -32602, data: { code: 'gateway/invalid-message', field: 'symbol' } },
      });
    }
    expect(await answer(call('price.getLatest', ['BTC-USDT']))).toMatchObject({
      error: { code: -32602, data: { field: 'message', expected: 'expected an object' } },
    });
    expect(await answer(call('price.getLatest', { symbol: 'X' }))).toMatchObject({
      error: { code: -32602, data: { code: 'gateway/unknown-symbol', symbol: 'X' } },
    });
  });

  it.each([...RPC_METHODS_TO_COME])('says that %s is not available yet', async (method) => {
    expect(await answer(call(method, {}))).toMatchObject({
      error: { code: -32004, data: { code: 'gateway/not-available', method } },
    });
  });

  it('says that what it would push needs a socket', async () => {
    for (const method of ['subscribe', 'unsubscribe']) {
      expect(await answer(call(method, { channel: 'prices' }))).toMatchObject({
        error: { code: -32600, data: { code: 'gateway/socket-only' } },
      });
    }
  });

  it.each(['', 'lx_nothing', 'toString', '__proto__'])('does not know %j', async (method) => {
    expect(await answer(call(method))).toMatchObject({
      error: { code: -32601, data: { code: 'gateway/unknown-method' } },
    });
  });

  it.each([
    null,
    7,
    'x',
    {},
    { jsonrpc: '1.0', method: 'lx_ping', id: 1 },
    { jsonrpc: '2.0', id: 1 },
    { jsonrpc: '2.0', method: 7, id: 1 },
    { jsonrpc: '2.0', method: 'lx_ping', id: {} },
    { jsonrpc: '2.0', method: 'lx_ping', params: 'x', id: 1 },
  ])('refuses %j as no request', async (message) => {
    expect(await answer(message)).toMatchObject({
      id: null,
      error: { code: -32600, data: { code: 'gateway/invalid-request' } },
    });
  });

  it('echoes any id, and answers notifications with nothing', async () => {
    for (const id of ['a', 0, null])
      expect(await answer(call('lx_ping', undefined, id))).toMatchObject({ id });
    expect(await answer({ jsonrpc: '2.0', method: 'lx_ping' })).toBeNull();
    expect(await answer({ jsonrpc: '2.0', method: 'lx_nothing' })).toBeNull();
  });

  it('tells a read that is repeated at once what the first one was told', async () => {
    feed.trade('ETH-USDT', 350_000);
    const latest = (id: unknown) => call('price.getLatest', { symbol: 'ETH-USDT' }, id);
    const first = await textOf(latest(1));
    feed.prices = () => {
      throw new Error('asked again');
    };
    expect(await textOf(latest(1))).toBe(first);
    expect(await textOf(latest('b'))).toBe(first?.replace('"id":1,', '"id":"b",'));
    expect(failures).toEqual([]);
    seq += 1;
    expect(await answer(latest(1))).toMatchObject({ error: { code: -32603 } });
  });

  it('asks once more what is about an account, or names another market', async () => {
    let known = 0;
    const identity: CallerIdentity = {
      ...nobody,
      principal: () => {
        known += 1;
        throw new ProtocolError('auth/required');
      },
    };
    for (const method of ['getBalances', 'getBalances', 'getOrders']) {
      await rpc.answer(call(method), {
        dialect: 'plain',
        arrivedMs: 0,
        identity,
        subscriptions: null,
      });
    }
    expect(known).toBe(3);
    feed.trade('ETH-USDT', 350_000);
    feed.trade('BTC-USDT', 6_000_000);
    for (const symbol of ['ETH-USDT', 'BTC-USDT']) {
      expect(await answer(call('price.getLatest', { symbol }))).toMatchObject({
        result: { symbol },
      });
    }
  });

  it('goes on with a batch in which one has to be waited for, in order', async () => {
    const batch = [call('lx_ping', {}, 1), call('lx_getInfo', {}, 2), call('lx_ping', {}, 3)];
    expect(await answer(batch)).toMatchObject([
      { id: 1, result: 'pong' },
      { id: 2, result: { version: '9.9.9' } },
      { id: 3, result: 'pong' },
    ]);
  });

  it('answers batches in order, without their notifications', async () => {
    const batch = [call('lx_ping'), { jsonrpc: '2.0', method: 'lx_ping' }, 7];
    expect(await answer(batch)).toMatchObject([
      { id: 1, result: 'pong' },
      { id: null, error: { code: -32600 } },
    ]);
    expect(await answer([{ jsonrpc: '2.0', method: 'lx_ping' }])).toBeNull();
    expect(await answer([])).toMatchObject({ error: { code: -32600 } });
    expect(await answer(Array.from({ length: 4 }, () => call('lx_ping')))).toMatchObject({
      error: { data: { code: 'gateway/batch-too-large', max_batch: 3 } },
    });
  });

  it('costs what it holds, by class, and one when it is refused as a whole', () => {
    const costs = (message: unknown) => Object.fromEntries(rpc.costs(message));
    expect([call('lx_ping'), [], [1], [1, 2, 3], [1, 2, 3, 4], null].map(costs)).toEqual([
      { other: 1 },
      { other: 1 },
      { other: 1 },
      { other: 3 },
      { other: 1 },
      { other: 1 },
    ]);
    const mixed = [call('placeOrder'), call('lx_placeOrder'), call('cancelOrder')];
    expect(costs(mixed)).toEqual({ order: 2, cancel: 1 });
    expect(costs(call('__proto__'))).toEqual({ other: 1 });
  });

  it('keeps a failure of ours to itself', async () => {
    feed.prices = () => {
      throw new Error('secret');
    };
    const told = await answer(call('price.getLatest', { symbol: 'BTC-USDT' }));
    expect(told).toMatchObject({ error: { code: -32603, data: { code: 'gateway/internal' } } });
    expect(JSON.stringify(told)).not.toContain('secret');
    expect(failures).toMatchObject([{ message: 'secret' }]);
  });
});
