import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isErrorCode } from '#lib/protocol/errors.ts';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { clientFrameSchemas } from '#lib/protocol/frames/client-frame.ts';
import { decodeServerFrame } from '#lib/protocol/frames/server-frame.ts';
import { rpcSchemas } from '#lib/protocol/rpc/rpc-schemas.ts';
import { type ReceivedFrame, SocketClient } from '#scripts/testing/socket-client.ts';
import type { StartedGateway } from '#scripts/testing/started-gateway.ts';
import { type ApiTrader, TradingGateway } from '#scripts/testing/trading-gateway.ts';

/** A subset with each run of the tests; `npm run soak` takes its time. A failing seed is printed. */
const SOAK = process.env.SOAK === '1';
const RUNS = SOAK ? 20_000 : 250;
const FRAMES = SOAK ? 100_000 : 250;
const timeout = SOAK ? 600_000 : 20_000;

let exchange: TradingGateway;
let started: StartedGateway;
let trader: ApiTrader;
let client: SocketClient;

const MANY = 1_000_000;

beforeAll(async () => {
  exchange = await TradingGateway.begin({
    ratePerSecond: MANY,
    rateBurst: MANY,
    accountRate: { perSecond: MANY, burst: MANY },
  });
  ({ started } = exchange);
  trader = await exchange.trader();
  // Some streams have state and some have none.
  started.feed.trade('BTC-USDT', 6_742_150);
});

beforeEach(async () => {
  client = await SocketClient.connect(started.wsUrl);
});

afterAll(async () => {
  await exchange.close();
});

const order = {
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'stop_limit',
  price: 66_421.5,
  size: '0.1',
  stop_price: 66_500,
  time_in_force: 'GTD',
  expires_at: 1_790_000_100_000,
  client_order_id: '77',
  take_profit: 70_000,
  stop_loss: { stop_price: 60_000, price: 59_000, type: 'stop_limit' },
  signature: `0x${'1b'.repeat(64)}`,
  nonce: 1,
  epoch: 0,
  max_fee_ppm: 500,
};

const camelOrder = { symbol: 'LUX-USDT', side: 'sell', type: 'market', size: 1.5 };

const validFrames = [
  { type: 'ping', request_id: 'x' },
  { type: 'auth', token: 'a.b.c', timestamp: 1_790_000_040_000 },
  { type: 'auth', apiKey: `0x${'1'.repeat(40)}`, apiSecret: `0x${'2'.repeat(64)}` },
  { type: 'auth', address: `0x${'1'.repeat(40)}`, signature: order.signature, nonce: 'n' },
  { type: 'subscribe', channel: 'prices', symbols: ['*'], from_seq: 12, request_id: 'x' },
  { type: 'subscribe', channel: 'candles:1m:BTC-USDT', depth: 5 },
  { type: 'subscribe', channel: 'orderbook:BTC-USD', depth: 50 },
  { type: 'subscribe', channel: 'orders', symbols: ['*'] },
  { type: 'unsubscribe', channel: 'blocks', symbols: [] },
  { type: 'place_order', order, request_id: 'p' },
  { type: 'place_order', order: { ...order, type: 'limit', signature: null } },
  { type: 'cancel_order', order_id: 4_711 },
  { type: 'cancel_order', client_order_id: '77' },
  { type: 'modify_order', orderID: '4711', price: '66000.00', size: 0.2 },
  { type: 'cancel_all', symbol: 'ETH-USD', after_ms: 5_000 },
  { type: 'get_orders', symbol: 'BTC-USDT' },
  { type: 'get_balances', asset: 'BTC' },
  { type: 'get_nonces' },
  { type: 'reserve_nonces', request_id: 'n' },
  { jsonrpc: '2.0', id: 1, method: 'price.getTWAP', params: { symbol: 'BTC-USDT', window: 60 } },
  { jsonrpc: '2.0', id: 2, method: 'placeOrder', params: camelOrder },
  {
    jsonrpc: '2.0',
    id: 3,
    method: 'lx_placeOrder',
    params: { symbol: 'BTC-USD', type: 0, side: 1, price: 67_421.5, size: 0.25, clientID: null },
  },
  { jsonrpc: '2.0', id: 4, method: 'lx_getOrderBook', params: { symbol: 'BTC-USD', depth: 10 } },
  { jsonrpc: '2.0', id: 5, method: 'subscribe', params: { channel: 'trades', symbol: 'BTC-USD' } },
  { jsonrpc: '2.0', id: 6, method: 'authenticate', params: { token: 'a.b.c' } },
  [{ jsonrpc: '2.0', id: 1, method: 'lx_ping' }],
  { type: 'cancel_order', order_id: 4_711, orderID: 4_712, client_order_id: '77' },
]
  .map((frame) => JSON.stringify(frame))
  .concat('{"type":"cancel_order","order_id":1,"order\\u005fid":2}');

const strangeNumber = fc.constantFrom(
  '1e400',
  '-1e-400',
  '123456789012345678901234567890',
  '9007199254740993',
  '0.1e+1',
  '-0',
  `${'9'.repeat(5_000)}.5`,
);

const strangeKey = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  'type',
  '',
);

/** A valid frame with one thing wrong: a piece cut out, doubled or replaced. */
const mutated = fc
  .record({
    text: fc.constantFrom(...validFrames),
    at: fc.nat(600),
    length: fc.nat(8),
    piece: fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), strangeNumber, strangeKey),
  })
  .map(({ text, at, length, piece }) => {
    const start = at % text.length;
    return text.slice(0, start) + piece + text.slice(start + length);
  });

const strangeAmount = fc.oneof(
  fc.constantFrom(0, -1, 0.1, 66_000, 1e-9, 1e21, '66000.005', '0.0001', '', '1e5', null),
  fc.double(),
  fc.jsonValue(),
);

const strangeOrder = fc.record(
  {
    symbol: fc.oneof(fc.constantFrom('BTC-USDT', 'LUX-USD', 'BTC-PERP'), fc.jsonValue()),
    side: fc.oneof(fc.constantFrom('buy', 'sell', 0, 1), fc.jsonValue()),
    type: fc.oneof(fc.constantFrom('limit', 'market', 'stop', 0, 1, 2, 3), fc.jsonValue()),
    price: strangeAmount,
    size: strangeAmount,
    stop_price: strangeAmount,
    time_in_force: fc.oneof(fc.constantFrom('GTC', 'ioc', 'DAY'), fc.jsonValue()),
    expires_at: fc.oneof(fc.maxSafeNat(), fc.jsonValue()),
    client_order_id: fc.oneof(fc.string(), fc.jsonValue()),
    take_profit: fc.oneof(strangeAmount, fc.record({ price: strangeAmount })),
    stop_loss: fc.oneof(strangeAmount, fc.record({ stop_price: strangeAmount })),
    nonce: fc.oneof(fc.maxSafeNat(), fc.jsonValue()),
    post_only: fc.oneof(fc.boolean(), fc.jsonValue()),
  },
  { requiredKeys: [] },
);

const strangeFrame = fc
  .record(
    {
      type: fc.oneof(fc.constantFrom(...Object.keys(clientFrameSchemas)), fc.jsonValue()),
      channel: fc.oneof(
        fc.constantFrom('prices', 'candles:1m', 'orderbook', 'trades', 'orders', 'fills'),
        fc.jsonValue(),
      ),
      order: fc.oneof(strangeOrder, fc.jsonValue()),
      order_id: fc.oneof(fc.nat(20), fc.jsonValue()),
      client_order_id: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
      size: strangeAmount,
      price: strangeAmount,
      after_ms: fc.oneof(fc.nat(), fc.jsonValue()),
      signature: fc.oneof(fc.constant(order.signature), fc.jsonValue()),
      symbols: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
      request_id: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
      from_seq: fc.oneof(fc.double(), fc.jsonValue()),
      jsonrpc: fc.oneof(fc.constant('2.0'), fc.jsonValue()),
      method: fc.oneof(fc.constantFrom(...Object.keys(rpcSchemas)), fc.jsonValue()),
      params: fc.oneof(fc.record({ symbol: fc.string() }), strangeOrder, fc.jsonValue()),
      id: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  .map((frame) => JSON.stringify(frame));

const deep = fc
  .record({ depth: fc.integer({ min: 1, max: 20_000 }), open: fc.constantFrom('[', '{"a":') })
  .map(({ depth, open }) => open.repeat(depth).slice(0, 60_000));

const strangeText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.json({ maxDepth: 20 }),
  mutated,
  strangeFrame,
  deep,
  strangeNumber,
  strangeKey.map((key) => `{"${key}":{"${key}":1}}`),
);

/** Holds a frame to the contract: a documented type, or an error whose code the table has. */
function assertAnswer(frame: ReceivedFrame): void {
  const answers = Array.isArray(frame) ? frame : [frame];
  for (const answer of answers) {
    if (answer.jsonrpc === '2.0') {
      expect('result' in answer).not.toBe('error' in answer);
      if ('error' in answer) expect(isErrorCode(answer.error.data.code)).toBe(true);
    } else if (answer.type === 'error') {
      expect(isErrorCode(String(answer.error))).toBe(true);
    } else if (answer.type !== undefined) {
      expect(decodeServerFrame(parseJson(JSON.stringify(answer)))).not.toBeNull();
    } else {
      expect(answer.channel).toMatch(
        /^(prices|candles|blocks|orderbook|trades|orders|fills|balances)/,
      );
    }
  }
}

describe('the socket', { timeout }, () => {
  it('answers every text within the contract, and lives on', async () => {
    await fc.assert(
      fc.asyncProperty(strangeText, async (text) => {
        client.sendText(text);
        for (const frame of await client.flush()) assertAnswer(frame);
      }),
      { numRuns: FRAMES },
    );
    expect(started.failures).toEqual([]);
  });

  it('answers somebody who may trade within the contract too', async () => {
    const authenticated = await exchange.connect(trader);
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated, strangeFrame), async (text) => {
        authenticated.sendText(text);
        for (const frame of await authenticated.flush()) assertAnswer(frame);
      }),
      { numRuns: FRAMES },
    );
    expect(started.failures).toEqual([]);
    expect(await authenticated.flush()).toEqual([]);
  });

  it('refuses every binary frame, and lives on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        client.socket.send(bytes, { binary: true });
        expect(await client.flush()).toMatchObject([{ error: 'gateway/binary-frame' }]);
      }),
      { numRuns: RUNS / 5 },
    );
  });

  it('closes the connection on text that is no UTF-8, and serves others', async () => {
    const other = await SocketClient.connect(started.wsUrl);
    other.socket.send(Buffer.from([0xff, 0xfe, 0xfd]), { binary: false });
    expect(await other.closed).toBe(1007);
    expect(await client.flush()).toEqual([]);
  });

  it('leaves no trace on the prototypes of the process', () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect('a' in {}).toBe(false);
  });
});

describe('HTTP', { timeout }, () => {
  const post = async (path: string, body: string) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${started.url}${path}`, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  };

  it('answers every body at /rpc within JSON-RPC', async () => {
    await fc.assert(
      fc.asyncProperty(strangeText, async (body) => {
        const { status, text } = await post('/rpc', body);
        expect([200, 204]).toContain(status);
        if (status === 200) assertAnswer(JSON.parse(text));
      }),
      { numRuns: RUNS },
    );
    expect(started.failures).toEqual([]);
  });

  it('answers every body elsewhere with a code', async () => {
    const paths = fc.constantFrom('/v1/faucet', '/v1/orders', '/v1/auth/login', '/v1/agents');
    await fc.assert(
      fc.asyncProperty(paths, strangeText, async (path, body) => {
        const { status, text } = await post(path, body);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        expect(isErrorCode(JSON.parse(text).error)).toBe(true);
      }),
      { numRuns: RUNS },
    );
    expect(started.failures).toEqual([]);
  });

  it('answers every address with a code or what it serves', async () => {
    const part = fc.oneof(
      fc.constantFrom('v1', 'markets', 'BTC-USDT', 'candles', '..', '%2e%2e', '__proto__'),
      fc
        .string({ unit: 'binary', maxLength: 20 })
        .map((text) => encodeURIComponent(text.toWellFormed())),
    );
    const query = fc.constantFrom(
      '',
      '?limit=5',
      '?limit=__proto__',
      '?interval=1m&interval=5m',
      '?%',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), query, async (parts, search) => {
        const response = await fetch(`${started.url}/${parts.join('/')}${search}`);
        const body = await response.json();
        if (response.status !== 200) expect(isErrorCode(body.error)).toBe(true);
        expect(response.status).not.toBe(500);
      }),
      { numRuns: RUNS },
    );
    expect(started.failures).toEqual([]);
  });
});
