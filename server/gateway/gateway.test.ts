import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { candlesResponse } from '#lib/protocol/rest/candles.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { faucetResponse } from '#lib/protocol/rest/faucet.ts';
import { marketResponse, marketsResponse } from '#lib/protocol/rest/markets-response.ts';
import { networkResponse } from '#lib/protocol/rest/network-response.ts';
import { oraclePricesResponse } from '#lib/protocol/rest/oracle-prices.ts';
import { readinessResponse } from '#lib/protocol/rest/readiness.ts';
import { tickerResponse } from '#lib/protocol/rest/ticker-response.ts';
import { validate } from '#lib/protocol/validate.ts';
import { type StartedGateway, startGateway } from '#scripts/testing/started-gateway.ts';

let started: StartedGateway | null = null;

async function start(...options: Parameters<typeof startGateway>): Promise<StartedGateway> {
  started = await startGateway(...options);
  return started;
}

afterEach(async () => {
  await started?.gateway.close();
  expect(started?.failures ?? []).toEqual([]);
  started = null;
});

/** An answer with its text; its body is held to the schema that documents it. */
async function get(url: string, schema?: z.ZodMiniType, init: RequestInit = {}) {
  const response = await fetch(url, init);
  const text = await response.text();
  if (schema !== undefined) validate(schema, parseJson(text));
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: JSON.parse(text || '0'),
  };
}

const json = { 'content-type': 'application/json' };

function post(url: string, body: string, headers: Record<string, string> = json) {
  return get(url, undefined, { method: 'POST', headers, body });
}

describe('market data over REST', () => {
  it('lists the markets with their trailing 24 hours, in exact decimal text', async () => {
    const { url, feed } = await start();
    feed.trade('BTC-USDT', 6_742_150);
    const { status, body, text } = await get(`${url}/v1/markets`, marketsResponse);
    expect(status).toBe(200);
    expect(body.markets.map(({ symbol }: { symbol: string }) => symbol)).toEqual([
      'BTC-USDT',
      'ETH-USDT',
      'LUX-USDT',
    ]);
    expect(body.markets[1].ticker).toBeNull();
    expect(text).toContain('"price":67421.50');
  });

  it('answers for one market, by its aliases too', async () => {
    const { url, feed } = await start();
    feed.trade('LUX-USDT', 119_526);
    const { body } = await get(`${url}/v1/markets/LUX-USD`, marketResponse);
    expect(body).toMatchObject({ symbol: 'LUX-USDT', tick_size: 0.0001, lot_size: 0.1 });
    const ticker = await get(`${url}/v1/markets/LUX-USDT/ticker`, tickerResponse);
    expect(ticker.body).toMatchObject({ symbol: 'LUX-USDT', price: 11.9526, simulated: true });
  });

  it('says so when a market has no price, or does not exist', async () => {
    const { url } = await start();
    const noPrice = await get(`${url}/v1/markets/BTC-USDT/ticker`, errorResponse);
    expect(noPrice).toMatchObject({ status: 503, body: { error: 'oracle/no-price' } });
    const unknown = await get(`${url}/v1/markets/DOGE-USDT`, errorResponse);
    expect(unknown).toMatchObject({ status: 404, body: { error: 'gateway/unknown-symbol' } });
    const strange = await get(`${url}/v1/markets/%F0%9F%92%A9%00/candles`, errorResponse);
    expect(strange).toMatchObject({ status: 404, body: { error: 'gateway/unknown-symbol' } });
  });

  it('pages through candles, from the newest back, and loses none', async () => {
    const { url, feed, clock } = await start();
    const firstMs = clock.now();
    for (let minute = 0; minute < 7; minute += 1) {
      feed.trade('ETH-USDT', 350_000 + minute);
      clock.advance(60_000);
    }
    const pages: number[][] = [];
    let query = 'interval=1m&limit=3';
    for (;;) {
      const { body } = await get(`${url}/v1/markets/ETH-USDT/candles?${query}`, candlesResponse);
      pages.push(body.candles.map(({ close }: { close: number }) => close));
      if (body.next_to === null) break;
      query = `interval=1m&limit=3&to=${body.next_to}`;
    }
    expect(pages).toEqual([[3500.04, 3500.05, 3500.06], [3500.01, 3500.02, 3500.03], [3500]]);
    const from = `interval=1m&from=${firstMs + 300_000}`;
    const { body } = await get(`${url}/v1/markets/ETH-USDT/candles?${from}`, candlesResponse);
    expect(body.candles).toHaveLength(2);
    expect(body.next_to).toBeNull();
  });

  it('names the parameter that is wrong', async () => {
    const { url } = await start();
    const { status, body } = await get(`${url}/v1/markets/BTC-USDT/candles?limit=x`, errorResponse);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'gateway/invalid-message', data: { field: 'limit' } });
  });

  it('lists oracle prices with their sources', async () => {
    const { url, feed } = await start();
    feed.trade('BTC-USDT', 6_742_150);
    const { body } = await get(`${url}/v1/oracle/prices`, oraclePricesResponse);
    expect(body.prices).toMatchObject([{ symbol: 'BTC-USDT', sources: ['scripted'] }]);
  });

  it('carries the number of the last command that is durable', async () => {
    let seq = 41;
    const { url } = await start({
      exchange: { seq: () => seq, read: () => Promise.reject(new Error('not asked')) },
    });
    expect((await get(`${url}/v1/markets`)).body.seq).toBe(41);
    seq = 42;
    expect((await get(`${url}/v1/markets/BTC-USDT`)).body.seq).toBe(42);
  });
});

describe('the network', () => {
  const genesisHash = `0x${'1'.repeat(64)}` as const;
  const wlux = `0x${'a'.repeat(40)}` as const;

  it('is described before the chain has answered', async () => {
    const { url } = await start();
    const { body } = await get(`${url}/v1/network`, networkResponse);
    expect(body).toMatchObject({
      network: 'local',
      chain_reachable: false,
      block: null,
      contracts: null,
    });
  });

  it('is described with what is deployed on it, and what is missing', async () => {
    const { url, chain, clock } = await start();
    chain.mine(12, clock.now());
    chain.setNetwork({
      genesisHash,
      genesisMatches: true,
      missingContracts: ['clearingHouse'],
      deployment: {
        version: 1,
        network: 'local',
        chainId: 1337,
        genesisHash,
        contracts: { wlux },
        tokens: [
          {
            kind: 'token',
            address: wlux,
            symbol: 'WLUX',
            name: 'Wrapped LUX',
            decimals: 18,
            permit: false,
          },
        ],
      },
    });
    const { body } = await get(`${url}/v1/network`, networkResponse);
    expect(body).toMatchObject({
      chain_reachable: true,
      block: { number: 12, base_fee: '7' },
      contracts: { wlux },
      missing_contracts: ['clearingHouse'],
      tokens: [{ symbol: 'WLUX', decimals: 18 }],
    });
  });
});

describe('health', () => {
  it('is alive, and ready only when everything holds', async () => {
    const { url, chain, feed, clock } = await start();
    expect((await get(`${url}/healthz`)).body).toEqual({ alive: true, version: '9.9.9' });
    const early = await get(`${url}/readyz`, readinessResponse);
    expect(early).toMatchObject({ status: 503, body: { ready: false } });
    chain.mine(3, clock.now());
    const genesisHash = `0x${'1'.repeat(64)}` as const;
    const deployment = {
      version: 1,
      network: 'local',
      chainId: 1337,
      genesisHash,
      contracts: {},
      tokens: [],
    } as const;
    chain.setNetwork({ genesisHash, genesisMatches: true, missingContracts: [], deployment });
    for (const symbol of ['BTC-USDT', 'ETH-USDT', 'LUX-USDT']) feed.trade(symbol, 5);
    const ready = await get(`${url}/readyz`, readinessResponse);
    expect(ready).toMatchObject({ status: 200, body: { ready: true } });
  });

  it('publishes metrics under their documented names', async () => {
    const { url } = await start();
    await get(`${url}/v1/markets`);
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('dex_ws_connections_active 0');
    expect(text).toContain(
      'dex_api_requests_total{route="/v1/markets",method="GET",status="200"} 1',
    );
    expect(text).toMatch(/dex_api_latency_seconds_count\{route="\/v1\/markets",method="GET"\} 1/);
  });

  it('describes itself in OpenAPI 3.1', async () => {
    const { url } = await start();
    const { body } = await get(`${url}/openapi.json`);
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths).sort()).toEqual([
      '/healthz',
      '/readyz',
      '/rpc',
      '/snake/rpc',
      '/v1/account',
      '/v1/account/epoch',
      '/v1/agents',
      '/v1/agents/{address}',
      '/v1/auth/login',
      '/v1/auth/nonce',
      '/v1/balances',
      '/v1/deposits',
      '/v1/exits',
      '/v1/faucet',
      '/v1/fees',
      '/v1/fills',
      '/v1/markets',
      '/v1/markets/{symbol}',
      '/v1/markets/{symbol}/candles',
      '/v1/markets/{symbol}/orderbook',
      '/v1/markets/{symbol}/ticker',
      '/v1/markets/{symbol}/trades',
      '/v1/network',
      '/v1/nonces',
      '/v1/oracle/prices',
      '/v1/orders',
      '/v1/orders/{id}',
      '/v1/orders/{id}/receipt',
      '/v1/settlements',
      '/v1/settlements/{batch}',
      '/v1/solvency',
      '/v1/status',
      '/v1/withdrawals',
    ]);
    const ticker = body.paths['/v1/markets/{symbol}/ticker'].get.responses['200'];
    expect(ticker.content['application/json'].schema.properties.price).toEqual({ type: 'number' });
  });
});

describe('the faucet', () => {
  const address = '0x00000000000000000000000000000000000000A1';
  const hash = `0x${'5'.repeat(64)}` as const;

  it('answers with the transaction that brings the tokens', async () => {
    const { url } = await start({ faucet: { fund: () => Promise.resolve({ address, hash }) } });
    const { status, text } = await post(`${url}/v1/faucet`, JSON.stringify({ address }));
    expect(status).toBe(200);
    expect(validate(faucetResponse, JSON.parse(text))).toMatchObject({ address, tx_hash: hash });
  });

  it('says how long to wait', async () => {
    const facts = { retry_after_ms: 61_500 };
    const { url } = await start({
      faucet: { fund: () => Promise.reject(new ProtocolError('faucet/cool-down', { facts })) },
    });
    const { status, headers, body } = await post(`${url}/v1/faucet`, JSON.stringify({ address }));
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('62');
    expect(body).toMatchObject({ error: 'faucet/cool-down', data: facts });
  });

  it('says that there is none where there is none', async () => {
    const { url } = await start();
    const { status, body } = await post(`${url}/v1/faucet`, JSON.stringify({ address }));
    expect({ status, error: body.error }).toEqual({ status: 404, error: 'faucet/not-available' });
  });
});

describe('requests that are wrong', () => {
  it.each([
    ['GET', '/nowhere', 404, 'gateway/not-found'],
    ['GET', '/v1/markets/BTC-USDT/nothing', 404, 'gateway/not-found'],
    ['GET', `/v1/markets/${'x'.repeat(200)}`, 404, 'gateway/not-found'],
    ['GET', '/v1/markets/BTC-USDT/orderbook?depth=0', 400, 'gateway/invalid-message'],
    ['GET', '/v1/markets/BTC-USDT/funding', 501, 'gateway/not-available'],
    ['GET', '/v1/positions', 501, 'gateway/not-available'],
    ['GET', '/v1/withdrawals', 401, 'auth/required'],
    ['GET', '/v1/settlements', 501, 'gateway/not-available'],
    ['GET', '/v1/settlements/7', 501, 'gateway/not-available'],
    ['GET', '/v1/markets/BTC-PERP', 501, 'gateway/not-available'],
    ['GET', '/v1/orders', 401, 'auth/required'],
    ['DELETE', '/v1/orders/7/', 401, 'auth/required'],
    ['DELETE', '/v1/markets', 405, 'gateway/method-not-allowed'],
    ['PUT', '/v1/markets/BTC-USDT', 405, 'gateway/method-not-allowed'],
    ['GET', '/rpc', 405, 'gateway/method-not-allowed'],
    ['GET', '/v1/markets/%', 400, 'gateway/malformed-http'],
  ])('%s %s gets a coded %d', async (method, path, status, error) => {
    const { url } = await start();
    const answer = await get(`${url}${path}`, errorResponse, { method });
    expect({ status: answer.status, error: answer.body.error }).toEqual({ status, error });
    if (status === 405) expect(answer.headers.get('allow')).toMatch(/GET|POST/);
  });

  it.each([
    ['{', 400, 'gateway/malformed-json'],
    ['', 400, 'gateway/malformed-json'],
    ['[]', 400, 'gateway/invalid-message'],
    ['{"address":7}', 400, 'gateway/invalid-message'],
    ['{"__proto__":{"address":"x"}}', 400, 'gateway/forbidden-key'],
    [`${'['.repeat(20)}${']'.repeat(20)}`, 400, 'gateway/too-deep'],
    [`{"address":"${'x'.repeat(70_000)}"}`, 413, 'gateway/payload-too-large'],
  ])('the body %.30s gets a coded %d', async (text, status, error) => {
    const { url } = await start();
    const answer = await post(`${url}/v1/faucet`, text);
    expect({ status: answer.status, error: answer.body.error }).toEqual({ status, error });
  });

  it('accepts JSON only', async () => {
    const { url } = await start();
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'nonsense']) {
      const { status, body } = await post(`${url}/v1/faucet`, '{}', { 'content-type': type });
      expect([status, body.error]).toEqual([415, 'gateway/unsupported-media-type']);
    }
  });

  it('asks for an upgrade on the port that is for WebSocket', async () => {
    const { wsPortUrl } = await start();
    const { status, body } = await get(wsPortUrl.replace('ws:', 'http:'), errorResponse);
    expect([status, body.error]).toEqual([426, 'gateway/upgrade-required']);
  });

  it('tells nothing about a failure of ours, and logs it', async () => {
    const broken = await start({
      faucet: { fund: () => Promise.reject(new Error('secret 0xabc')) },
    });
    const { status, text } = await post(`${broken.url}/v1/faucet`, '{"address":"x"}');
    expect(status).toBe(500);
    expect(text).not.toContain('secret');
    expect(JSON.parse(text)).toMatchObject({ error: 'gateway/internal' });
    expect(broken.failures.splice(0)).toMatchObject([{ err: { message: 'secret 0xabc' } }]);
  });
});

describe('origins', () => {
  it('lets pages of the listed origins read', async () => {
    const { url } = await start();
    const headers = { origin: 'https://lux.exchange' };
    const answer = await get(`${url}/v1/markets`, marketsResponse, { headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://lux.exchange');
    expect(answer.headers.get('vary')).toBe('Origin');
  });

  it('answers their preflight requests', async () => {
    const { url } = await start();
    const answer = await get(`${url}/v1/faucet`, undefined, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
    expect(answer.headers.get('access-control-allow-headers')).toContain('Content-Type');
  });

  it.each([
    'https://evil.example',
    'http://lux.exchange',
    'https://lux.exchange.evil.example',
    'null',
    '',
  ])('refuses the origin %j', async (origin) => {
    const { url } = await start();
    const answer = await get(`${url}/v1/markets`, errorResponse, { headers: { origin } });
    expect([answer.status, answer.body.error]).toEqual([403, 'gateway/origin-not-allowed']);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the rate limit', () => {
  it('answers 429 with the time to wait once the burst is spent, and lets in again after it', async () => {
    const { url, clock } = await start({ ratePerSecond: 10, rateBurst: 3 });
    for (let count = 0; count < 3; count += 1) {
      expect((await get(`${url}/v1/markets`)).status).toBe(200);
    }
    const over = await get(`${url}/v1/markets`, errorResponse);
    expect(over).toMatchObject({
      status: 429,
      body: { error: 'gateway/rate-limited', data: { retry_after_ms: 100 } },
    });
    expect(over.headers.get('retry-after')).toBe('1');
    expect((await get(`${url}/healthz`)).status).toBe(200);
    clock.advance(100);
    expect((await get(`${url}/v1/markets`)).status).toBe(200);
    expect((await get(`${url}/v1/markets`)).status).toBe(429);
  });

  it('counts each request of a batch', async () => {
    const { url } = await start({ ratePerSecond: 1, rateBurst: 5 });
    const call = { jsonrpc: '2.0', id: 1, method: 'lx_ping' };
    expect((await post(`${url}/rpc`, JSON.stringify([call, call, call]))).status).toBe(200);
    expect((await post(`${url}/rpc`, JSON.stringify([call, call, call]))).status).toBe(429);
  });

  it('tells clients behind a trusted proxy apart', async () => {
    const { url } = await start({ ratePerSecond: 1, rateBurst: 1, trustedProxies: ['127.0.0.1'] });
    const from = (address: string) =>
      get(`${url}/v1/markets`, undefined, { headers: { 'x-forwarded-for': address } });
    expect((await from('203.0.113.1')).status).toBe(200);
    expect((await from('203.0.113.2')).status).toBe(200);
    expect((await from('203.0.113.1')).status).toBe(429);
    expect((await from('198.51.100.9, 203.0.113.1')).status).toBe(429);
  });
});

describe('JSON-RPC over HTTP', () => {
  it('answers with exact numbers, the id as it was sent, and no error member', async () => {
    const { url, feed } = await start();
    feed.trade('BTC-USDT', 6_742_150);
    const call =
      '{"jsonrpc":"2.0","id":1.50,"method":"price.getLatest","params":{"symbol":"BTC-USD"}}';
    const { status, text } = await post(`${url}/rpc`, call);
    expect(status).toBe(200);
    expect(text).toMatch(
      /^\{"jsonrpc":"2.0","id":1.50,"result":\{"symbol":"BTC-USDT","price":67421.50,"confidence":0.01,"timestamp":\d+,"sources":\["scripted"\]\}\}$/,
    );
  });

  it('has snake_case members at its other address', async () => {
    const { url } = await start();
    const call = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'lx_getInfo' });
    const plain = await post(`${url}/rpc`, call);
    expect(Object.keys(plain.body.result)).toEqual([
      'version',
      'network',
      'orderCount',
      'tradeCount',
      'timestamp',
    ]);
    const snake = await post(`${url}/snake/rpc`, call);
    expect(Object.keys(snake.body.result).sort()).toEqual([
      'network',
      'order_count',
      'timestamp',
      'trade_count',
      'version',
    ]);
  });

  it('answers what is no JSON with a parse error, and notifications with nothing', async () => {
    const { url } = await start();
    const broken = await post(`${url}/rpc`, '{"jsonrpc":');
    expect(broken).toMatchObject({
      status: 200,
      body: { id: null, error: { code: -32700, data: { code: 'gateway/malformed-json' } } },
    });
    const silent = await post(`${url}/rpc`, '{"jsonrpc":"2.0","method":"lx_ping"}');
    expect(silent).toMatchObject({ status: 204, text: '' });
  });
});

describe('closing', () => {
  it('lets an open request finish', async () => {
    let finish: (value: { address: `0x${string}`; hash: `0x${string}` }) => void = () => undefined;
    const { gateway, url } = await start({
      faucet: {
        fund: () =>
          new Promise((resolve) => {
            finish = resolve;
          }),
      },
    });
    const answer = new Promise<number | undefined>((resolve, reject) => {
      const call = request(`${url}/v1/faucet`, { method: 'POST', headers: json }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.on('error', reject);
      call.end('{"address":"x"}');
    });
    const initial = finish;
    await expect.poll(() => finish !== initial).toBe(true);
    const closed = gateway.close();
    finish({ address: `0x${'1'.repeat(40)}`, hash: `0x${'2'.repeat(64)}` });
    expect(await answer).toBe(200);
    await closed;
    started = null;
  });
});
