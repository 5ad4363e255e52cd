import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { decodeAccountResponse } from '#lib/protocol/rest/account.ts';
import { decodeAgentsResponse } from '#lib/protocol/rest/agents.ts';
import { decodeBalancesResponse } from '#lib/protocol/rest/balances.ts';
import { decodeDepositsResponse } from '#lib/protocol/rest/deposits.ts';
import { decodeFeesResponse } from '#lib/protocol/rest/fees.ts';
import { decodeFillsResponse } from '#lib/protocol/rest/fills.ts';
import { decodeNoncesResponse, decodeReservedNonces } from '#lib/protocol/rest/nonces.ts';
import { decodeOrderBookResponse } from '#lib/protocol/rest/order-book.ts';
import {
  decodeOrderResponse,
  decodeOrdersResponse,
  decodeOrderUpdateResponse,
} from '#lib/protocol/rest/orders.ts';
import { decodeTradesResponse } from '#lib/protocol/rest/trades.ts';
import { type ApiTrader, TradingGateway } from '#scripts/testing/trading-gateway.ts';

let exchange: TradingGateway;
let maker: ApiTrader;
let taker: ApiTrader;

beforeEach(async () => {
  exchange = await TradingGateway.begin();
  maker = await exchange.trader();
  taker = await exchange.trader();
});

afterEach(async () => {
  await exchange.close();
  expect(exchange.started.failures).toEqual([]);
});

const bid = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', price: 66_000, size: 0.01 } as const;
const hit = { symbol: 'BTC-USDT', side: 'sell', type: 'market', size: 0.001 } as const;

type Asked = { readonly as?: ApiTrader; readonly body?: object; readonly accept?: string };

async function request(method: string, path: string, { as, body, accept }: Asked = {}) {
  const headers: Record<string, string> = {};
  if (as !== undefined) {
    headers.authorization = `Bearer ${as.credentials.apiKey}:${as.credentials.apiSecret}`;
  }
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (accept !== undefined) headers.accept = accept;
  const response = await fetch(`${exchange.started.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

/** The answer's JSON with exact numbers. */
async function json(...asked: Parameters<typeof request>): Promise<unknown> {
  const { status, text } = await request(...asked);
  expect(status, text).toBe(200);
  return parseJson(text);
}

async function error(...asked: Parameters<typeof request>) {
  const { status, text } = await request(...asked);
  return { status, ...JSON.parse(text) };
}

describe('orders over HTTP', () => {
  it('are placed, read, changed and canceled', async () => {
    const { update } = decodeOrderUpdateResponse(
      await json('POST', '/v1/orders', { as: maker, body: bid }),
    );
    expect(update).toMatchObject({ event: 'submitted', order: { priceTicks: 6_600_000 } });
    const { orderId } = update.order;
    const path = `/v1/orders/${orderId}`;
    const changed = await json('PATCH', path, { as: maker, body: { size: '0.0050' } });
    expect(decodeOrderUpdateResponse(changed).update.order.quantityLots).toBe(50);
    const read = decodeOrderResponse(await json('GET', path, { as: maker }));
    expect(read.order).toMatchObject({ orderId, quantityLots: 50, status: 'open' });
    const gone = decodeOrderUpdateResponse(await json('DELETE', path, { as: maker }));
    expect(gone.update).toMatchObject({ event: 'canceled', order: { status: 'canceled' } });
    const after = decodeOrderResponse(await json('GET', path, { as: maker }));
    expect(after.order.reason).toBe('order/canceled');
    expect(await error('DELETE', path, { as: maker })).toMatchObject({
      status: 404,
      error: 'order/unknown',
    });
  });

  it('are listed in pages that hold each of them once', async () => {
    for (let count = 0; count < 7; count += 1) {
      await json('POST', '/v1/orders', { as: maker, body: bid });
    }
    await json('DELETE', '/v1/orders?symbol=ETH-USDT', { as: maker });
    for (const status of ['open', 'all']) {
      const seen: number[] = [];
      let cursor = '';
      do {
        const page = decodeOrdersResponse(
          await json('GET', `/v1/orders?status=${status}&limit=3${cursor}`, { as: maker }),
        );
        expect(page.rows.length).toBeLessThanOrEqual(3);
        seen.push(...page.rows.map(({ orderId }) => orderId));
        cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
      } while (cursor !== '');
      expect(seen).toHaveLength(7);
      expect(seen).toEqual([...new Set(seen)].sort((one, other) => other - one));
    }
    await json('DELETE', '/v1/orders', { as: maker });
    const closed = decodeOrdersResponse(
      await json('GET', '/v1/orders?status=closed', { as: maker }),
    );
    expect(closed.rows).toHaveLength(7);
  });

  it.each([
    ['cursor=0', 'cursor'],
    ['cursor=x', 'cursor'],
    ['limit=0', 'limit'],
    ['limit=501', 'limit'],
    ['status=done', 'status'],
  ])('are not listed for %s', async (query, field) => {
    expect(await error('GET', `/v1/orders?${query}`, { as: maker })).toMatchObject({
      status: 400,
      error: 'gateway/invalid-message',
      data: { field },
    });
  });

  it('are refused with the code and status of the table', async () => {
    const body = { ...bid, price: 99_000 };
    expect(await error('POST', '/v1/orders', { as: maker, body })).toMatchObject({
      status: 409,
      error: 'order/price-outside-band',
    });
    expect(await error('POST', '/v1/orders', { body: bid })).toMatchObject({
      status: 401,
      error: 'auth/required',
    });
    const perpetual = { ...bid, symbol: 'BTC-PERP' };
    expect(await error('POST', '/v1/orders', { as: maker, body: perpetual })).toMatchObject({
      status: 501,
      error: 'gateway/not-available',
    });
  });
});

describe('what was traded', () => {
  beforeEach(async () => {
    await json('POST', '/v1/orders', { as: maker, body: bid });
    for (let count = 0; count < 3; count += 1) {
      await json('POST', '/v1/orders', { as: taker, body: hit });
    }
  });

  it('is in the book, the trades and the fills, exactly', async () => {
    const book = decodeOrderBookResponse(
      await json('GET', '/v1/markets/BTC-USD/orderbook?depth=5'),
    );
    expect(book).toMatchObject({
      symbol: 'BTC-USDT',
      bids: [{ priceTicks: 6_600_000, quantityLots: 70, orderCount: 1 }],
      asks: [],
    });
    const first = decodeTradesResponse(await json('GET', '/v1/markets/BTC-USDT/trades?limit=2'));
    expect(first.trades.map(({ tradeId }) => tradeId)).toEqual([3, 2]);
    expect(first.trades[0]).toMatchObject({
      takerSide: 'sell',
      buyer: `someone-${maker.account}`,
      seller: `someone-${taker.account}`,
    });
    const older = `/v1/markets/BTC-USDT/trades?before=${first.nextBefore}`;
    const second = decodeTradesResponse(await json('GET', older));
    expect(second).toMatchObject({ trades: [{ tradeId: 1 }], nextBefore: null });
    const fills = decodeFillsResponse(await json('GET', '/v1/fills?limit=2', { as: taker }));
    expect(fills.rows).toMatchObject([{ tradeId: 3, role: 'taker' }, { tradeId: 2 }]);
    expect(fills.nextCursor).toBe('2');
  });

  it('is given as CSV to who asks for that', async () => {
    const accept = 'text/csv';
    const { headers, text } = await request('GET', '/v1/fills?limit=2', { as: taker, accept });
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('x-next-cursor')).toBe('2');
    const [head, first, second, end, ...rest] = text.split('\r\n');
    expect(head).toBe(
      'trade_id,order_id,symbol,side,role,price,size,fee,fee_asset,timestamp,settlement_status,settlement_batch,settlement_tx_hash',
    );
    expect(first).toMatch(/^3,\d+,BTC-USDT,sell,taker,66000\.00,0\.0010,0\.033000,USDT,\d+,,,$/);
    expect(second).toMatch(/^2,/);
    expect([end, ...rest]).toEqual(['']);
    const orders = await request('GET', '/v1/orders?status=all', { as: maker, accept });
    expect(orders.text).toMatch(/^order_id,client_order_id,symbol,/);
    const trades = await request('GET', '/v1/markets/BTC-USDT/trades', { accept });
    expect(trades.text.split('\r\n')).toHaveLength(5);
  });
});

describe('an account over HTTP', () => {
  it('is told whose it is, what it has and what it pays', async () => {
    const account = decodeAccountResponse(await json('GET', '/v1/account', { as: maker }));
    expect(account).toMatchObject({
      address: maker.address,
      kind: 'api-key',
      agent: maker.agent.address,
      pseudonym: `someone-${maker.account}`,
      frozen: false,
      feeTier: 'Standard',
    });
    const { balances } = decodeBalancesResponse(await json('GET', '/v1/balances', { as: maker }));
    expect(balances).toMatchObject([
      { asset: 'USDT', available: 1_000_000_000_000, locked: 0 },
      {},
      {},
      {},
    ]);
    const deposits = await json('GET', '/v1/deposits', { as: maker });
    expect(decodeDepositsResponse(deposits, maker.address)).toMatchObject({
      rows: [],
      pending: [],
    });
    const fees = decodeFeesResponse(await json('GET', '/v1/fees'));
    expect(fees[0]?.markets[0]).toEqual({ symbol: 'BTC-USDT', makerFeePpm: 200, takerFeePpm: 500 });
  });

  it('lists its trading keys, and revokes them', async () => {
    const listed = decodeAgentsResponse(await json('GET', '/v1/agents', { as: maker }));
    expect(listed.agents).toMatchObject([
      { address: maker.agent.address, number: 1, symbols: null, maxNotional: null },
    ]);
    await json('DELETE', `/v1/agents/${maker.agent.address}`, { as: maker });
    expect(await error('GET', '/v1/agents', { as: maker })).toMatchObject({ status: 401 });
    expect(await error('GET', '/v1/markets/BTC-USDT/ticker', { as: maker })).toMatchObject({
      status: 503,
      error: 'oracle/no-price',
    });
  });

  it('reserves nonces for its keys', async () => {
    const reserved = decodeReservedNonces(
      await json('POST', '/v1/nonces', { as: maker, body: {} }),
    );
    expect(reserved).toMatchObject({ signer: maker.agent.address, count: 64 });
    const { first, count } = reserved;
    const state = decodeNoncesResponse(await json('GET', '/v1/nonces', { as: maker }));
    expect(state).toMatchObject({ epoch: 0, ranges: expect.arrayContaining([{ first, count }]) });
  });
});

describe('what describes the interface', () => {
  it('is a page without scripts that its own policy lets show itself', async () => {
    const { status, headers, text } = await request('GET', '/docs');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    expect(text).not.toMatch(/<script|https?:\/\/(?!lux\.exchange)[^"<]*\.(?:js|css)/);
    for (const part of ['GET /v1/markets', 'POST /v1/orders', 'lx_placeOrder', 'place_order']) {
      expect(text).toContain(part);
    }
  });

  it('has an example for every body that OpenAPI names', async () => {
    const { text } = await request('GET', '/openapi.json');
    const { paths, components } = JSON.parse(text);
    expect(Object.keys(components.securitySchemes)).toEqual(['bearer', 'apiKey']);
    for (const operations of Object.values<Record<string, { requestBody?: object }>>(paths)) {
      for (const { requestBody } of Object.values(operations)) {
        if (requestBody !== undefined) expect(JSON.stringify(requestBody)).toContain('"example"');
      }
    }
  });
});

describe('what clients do not quite say', () => {
  it('is understood: a DELETE that names a type of body and has none', async () => {
    const { apiKey, apiSecret } = maker.credentials;
    const headers = { 'x-api-key': `${apiKey}:${apiSecret}`, 'content-type': 'application/json' };
    const address = `${exchange.started.url}/v1/orders`;
    expect((await fetch(address, { method: 'DELETE', headers })).status).toBe(200);
  });

  it.each(['x', '0', '-1', '1.5', '9'.repeat(17)])('is no order: %s', async (id) => {
    expect(await error('GET', `/v1/orders/${id}`, { as: maker })).toMatchObject({
      status: 400,
      error: 'gateway/invalid-message',
      data: { field: 'id' },
    });
  });

  it('is not believed: bad credentials matter only where an identity is needed', async () => {
    const headers = { authorization: 'Bearer nonsense' };
    const { url } = exchange.started;
    expect((await fetch(`${url}/v1/markets`, { headers })).status).toBe(200);
    const refused = await fetch(`${url}/v1/balances`, { headers });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ error: expect.stringMatching(/^auth\//) });
  });
});
