import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isErrorCode } from '#lib/protocol/errors.ts';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { decodeServerFrame } from '#lib/protocol/frames/server-frame.ts';
import { type ReceivedFrame, SocketClient } from '#scripts/testing/socket-client.ts';
import { type StartedGateway, startGateway } from '#scripts/testing/started-gateway.ts';

/** A subset with each run of the tests; `npm run soak` takes its time. A failing seed is printed. */
const SOAK = process.env.SOAK === '1';
const RUNS = SOAK ? 20_000 : 250;
const timeout = SOAK ? 600_000 : 20_000;

let started: StartedGateway;
let client: SocketClient;

beforeAll(async () => {
  started = await startGateway({ ratePerSecond: 1_000_000, rateBurst: 1_000_000 });
  // Some streams have state and some have none.
  started.feed.trade('BTC-USDT', 6_742_150);
});

beforeEach(async () => {
  client = await SocketClient.connect(started.wsUrl);
});

afterAll(async () => {
  await started.gateway.close();
});

const validFrames = [
  { type: 'ping', request_id: 'x' },
  { type: 'subscribe', channel: 'prices', symbols: ['*'], from_seq: 12, request_id: 'x' },
  { type: 'subscribe', channel: 'candles:1m:BTC-USDT', depth: 5 },
  { type: 'unsubscribe', channel: 'blocks', symbols: [] },
  { type: 'place_order', order: { symbol: 'BTC-USDT', side: 'buy', price: 67421.5, size: '0.1' } },
  { jsonrpc: '2.0', id: 1, method: 'price.getTWAP', params: { symbol: 'BTC-USDT', window: 60 } },
  [{ jsonrpc: '2.0', id: 1, method: 'lx_ping' }],
].map((frame) => JSON.stringify(frame));

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
    at: fc.nat(200),
    length: fc.nat(8),
    piece: fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), strangeNumber, strangeKey),
  })
  .map(({ text, at, length, piece }) => {
    const start = at % text.length;
    return text.slice(0, start) + piece + text.slice(start + length);
  });

const strangeFrame = fc
  .record(
    {
      type: fc.oneof(fc.constantFrom('subscribe', 'ping', 'auth', 'unsubscribe'), fc.jsonValue()),
      channel: fc.oneof(fc.constantFrom('prices', 'candles:1m', 'orderbook'), fc.jsonValue()),
      symbols: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
      request_id: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
      from_seq: fc.oneof(fc.double(), fc.jsonValue()),
      jsonrpc: fc.oneof(fc.constant('2.0'), fc.jsonValue()),
      method: fc.oneof(fc.constantFrom('lx_ping', 'price.getLatest'), fc.jsonValue()),
      params: fc.oneof(fc.record({ symbol: fc.string() }), fc.jsonValue()),
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
      expect(answer.channel).toMatch(/^(prices|candles|blocks)/);
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
      { numRuns: RUNS },
    );
    expect(started.failures).toEqual([]);
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
    await fc.assert(
      fc.asyncProperty(strangeText, async (body) => {
        const { status, text } = await post('/v1/faucet', body);
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
