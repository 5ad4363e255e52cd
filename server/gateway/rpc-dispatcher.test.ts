import { beforeEach, describe, expect, it } from 'vitest';
import { infoResult } from '#lib/protocol/rpc/info.ts';
import { latestPriceResult } from '#lib/protocol/rpc/latest-price.ts';
import { RPC_METHODS_TO_COME } from '#lib/protocol/rpc/methods.ts';
import { twapResult } from '#lib/protocol/rpc/twap.ts';
import { validate } from '#lib/protocol/validate.ts';
import { ManualClock } from '#scripts/testing/manual-clock.ts';
import { ScriptedFeed } from '#scripts/testing/scripted-feed.ts';
import { RpcDispatcher } from './rpc-dispatcher.ts';

let clock: ManualClock;
let feed: ScriptedFeed;
let failures: unknown[];
let rpc: RpcDispatcher;

beforeEach(() => {
  clock = new ManualClock();
  feed = new ScriptedFeed(clock.now);
  failures = [];
  rpc = new RpcDispatcher({
    feed,
    version: '9.9.9',
    network: 'local',
    maxBatch: 3,
    now: clock.now,
    onFailure: (error) => failures.push(error),
  });
});

const call = (method: string, params?: unknown, id: unknown = 1) => ({
  jsonrpc: '2.0',
  method,
  ...(params === undefined ? {} : { params }),
  ...(id === undefined ? {} : { id }),
});

const answer = (message: unknown) => rpc.answer(message, { dialect: 'plain', subscriptions: null });

describe('RpcDispatcher', () => {
  it('pings and describes itself', () => {
    expect(answer(call('lx_ping'))).toEqual({ jsonrpc: '2.0', id: 1, result: 'pong' });
    expect(answer(call('lx_getInfo'))).toMatchObject({
      result: { version: '9.9.9', network: 'local', orderCount: 0, timestamp: clock.now() },
    });
  });

  it('gives the latest price, or says that there is none', () => {
    const latest = call('price.getLatest', { symbol: 'ETH-USD' });
    expect(answer(latest)).toMatchObject({
      error: { code: -32014, data: { code: 'oracle/no-price', symbol: 'ETH-USDT' } },
    });
    feed.trade('ETH-USDT', 350_000);
    expect(JSON.stringify(answer(latest))).toContain('"price":3500.00,"confidence":0.01');
  });

  it('gives results in their documented form', () => {
    feed.trade('ETH-USDT', 350_000);
    const symbol = 'ETH-USDT';
    for (const [method, params, schema] of [
      ['lx_getInfo', {}, infoResult],
      ['price.getLatest', { symbol }, latestPriceResult],
      ['price.getTWAP', { symbol, window: 60 }, twapResult],
    ] as const) {
      const told = answer(call(method, params));
      if (told === null || !('result' in told)) throw new Error(`${method} has no result`);
      expect(validate(schema, told.result)).toEqual(told.result);
    }
  });

  it('gives the average over a window, or says that prices do not reach back', () => {
    feed.trade('ETH-USDT', 350_000);
    const average = (window: unknown) =>
      answer(call('price.getTWAP', { symbol: 'ETH-USDT', window }));
    expect(JSON.stringify(average(60))).toContain('"twap":3500.00,"window":60');
    expect(average(120)).toMatchObject({
      error: { data: { code: 'oracle/no-history', window: 120 } },
    });
    for (const window of [0, 59, 86_401, 60.5, '60', null]) {
      expect(average(window)).toMatchObject({ error: { code: -32602, data: { field: 'window' } } });
    }
  });

  it('names a wrong parameter', () => {
    for (const params of [{}, { symbol: 7 }]) {
      expect(answer(call('price.getLatest', params))).toMatchObject({
        error: { code: -32602, data: { code: 'gateway/invalid-message', field: 'symbol' } },
      });
    }
    expect(answer(call('price.getLatest', ['BTC-USDT']))).toMatchObject({
      error: { code: -32602, data: { field: 'message', expected: 'expected an object' } },
    });
    expect(answer(call('price.getLatest', { symbol: 'X' }))).toMatchObject({
      error: { code: -32602, data: { code: 'gateway/unknown-symbol', symbol: 'X' } },
    });
  });

  it.each([...RPC_METHODS_TO_COME])('says that %s is not available yet', (method) => {
    expect(answer(call(method, {}))).toMatchObject({
      error: { code: -32004, data: { code: 'gateway/not-available', method } },
    });
  });

  it('says that what it would push needs a socket', () => {
    for (const method of ['subscribe', 'unsubscribe']) {
      expect(answer(call(method, { channel: 'prices' }))).toMatchObject({
        error: { code: -32600, data: { code: 'gateway/socket-only' } },
      });
    }
  });

  it.each(['', 'lx_nothing', 'toString', '__proto__'])('does not know %j', (method) => {
    expect(answer(call(method))).toMatchObject({
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
  ])('refuses %j as no request', (message) => {
    expect(answer(message)).toMatchObject({
      id: null,
      error: { code: -32600, data: { code: 'gateway/invalid-request' } },
    });
  });

  it('echoes any id, and answers notifications with nothing', () => {
    for (const id of ['a', 0, null])
      expect(answer(call('lx_ping', undefined, id))).toMatchObject({ id });
    expect(answer({ jsonrpc: '2.0', method: 'lx_ping' })).toBeNull();
    expect(answer({ jsonrpc: '2.0', method: 'lx_nothing' })).toBeNull();
  });

  it('answers batches in order, without their notifications', () => {
    const batch = [call('lx_ping'), { jsonrpc: '2.0', method: 'lx_ping' }, 7];
    expect(answer(batch)).toMatchObject([
      { id: 1, result: 'pong' },
      { id: null, error: { code: -32600 } },
    ]);
    expect(answer([{ jsonrpc: '2.0', method: 'lx_ping' }])).toBeNull();
    expect(answer([])).toMatchObject({ error: { code: -32600 } });
    expect(answer(Array.from({ length: 4 }, () => call('lx_ping')))).toMatchObject({
      error: { data: { code: 'gateway/batch-too-large', max_batch: 3 } },
    });
  });

  it('costs as much as it holds, and one when it is refused as a whole', () => {
    expect(
      [call('lx_ping'), [], [1], [1, 2, 3], [1, 2, 3, 4]].map((each) => rpc.cost(each)),
    ).toEqual([1, 1, 1, 3, 1]);
  });

  it('keeps a failure of ours to itself', () => {
    feed.prices = () => {
      throw new Error('secret');
    };
    const told = answer(call('price.getLatest', { symbol: 'BTC-USDT' }));
    expect(told).toMatchObject({ error: { code: -32603, data: { code: 'gateway/internal' } } });
    expect(JSON.stringify(told)).not.toContain('secret');
    expect(failures).toMatchObject([{ message: 'secret' }]);
  });
});
