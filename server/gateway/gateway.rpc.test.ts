import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { rpcSchemas } from '#lib/protocol/rpc/rpc-schemas.ts';
import { validate } from '#lib/protocol/validate.ts';
import { SocketClient } from '#scripts/testing/socket-client.ts';
import { type ApiTrader, TradingGateway } from '#scripts/testing/trading-gateway.ts';

let exchange: TradingGateway;
let maker: ApiTrader;
let taker: ApiTrader;
let restingId: number;

beforeAll(async () => {
  exchange = await TradingGateway.begin();
  maker = await exchange.trader();
  taker = await exchange.trader();
  const resting = { symbol: 'BTC-USD', type: 0, side: 0, price: 66_000, size: 0.01 };
  const placed = await result('lx_placeOrder', resting, { as: maker });
  restingId = placed.orderId;
});

afterAll(async () => {
  await exchange.close();
  expect(exchange.started.failures).toEqual([]);
});

type Asked = { readonly as?: ApiTrader; readonly path?: string };

/** What a client of JSON-RPC over HTTP does: the key in a header, the answer's text as it came. */
async function post(message: unknown, { as, path = '/rpc' }: Asked = {}): Promise<string> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (as !== undefined) {
    headers['x-api-key'] = `${as.credentials.apiKey}:${as.credentials.apiSecret}`;
  }
  const body = JSON.stringify(message);
  const response = await fetch(`${exchange.started.url}${path}`, { method: 'POST', headers, body });
  expect(response.status).toBe(200);
  return await response.text();
}

async function result(method: keyof typeof rpcSchemas, params: object, asked: Asked = {}) {
  const text = await post({ jsonrpc: '2.0', id: 1, method, params }, asked);
  const answer = JSON.parse(text);
  expect(answer.error, text).toBeUndefined();
  // Held to its documented form with the exact numbers.
  const { result: exact } = parseJson(text) as { result: unknown };
  const { result: plain, snake = plain } = rpcSchemas[method];
  validate(asked.path === '/snake/rpc' ? snake : plain, exact);
  return answer.result;
}

async function failure(method: string, params: object, asked: Asked = {}) {
  const answer = JSON.parse(await post({ jsonrpc: '2.0', id: 1, method, params }, asked));
  expect(answer.result).toBeUndefined();
  return answer.error;
}

describe('the lx_ methods', () => {
  it('place, find and cancel orders by their numbers', async () => {
    const params = { symbol: 'ETH-USD', type: 0, side: 1, price: 3_500, size: 0.5, userID: 'any' };
    const { orderId, status } = await result(
      'lx_placeOrder',
      { ...params, clientID: null, timeInForce: 'GTC', postOnly: false, reduceOnly: false },
      { as: maker },
    );
    expect(status).toBe('open');
    expect(await result('lx_getOrder', { orderId }, { as: maker })).toMatchObject({
      orderId,
      symbol: 'ETH-USDT',
      type: 0,
      side: 1,
      price: 3_500,
      remaining: 0.5,
      userID: maker.address,
      clientID: '',
    });
    expect(await result('lx_cancelOrder', { orderId }, { as: maker })).toEqual({
      success: true,
      message: `Order ${orderId} is cancelled.`,
    });
    expect(await result('lx_cancelOrder', { orderId }, { as: maker })).toMatchObject({
      success: false,
    });
  });

  it('take market orders as clients send them, with a price of 0 and GTC', async () => {
    const params = { symbol: 'BTC-USDT', type: 1, side: 1, price: 0, size: 0.001 };
    const sent = { ...params, timeInForce: 'GTC', clientID: '' };
    expect(await result('lx_placeOrder', sent, { as: taker })).toMatchObject({ status: 'filled' });
  });

  it('take stops by their price, or by stopPrice', async () => {
    const params = { symbol: 'BTC-USDT', type: 2, side: 1, size: 0.001 };
    for (const prices of [{ price: 64_000 }, { price: 0, stopPrice: 64_000 }]) {
      const { status } = await result('lx_placeOrder', { ...params, ...prices }, { as: taker });
      expect(status).toBe('open');
    }
    const limit = { ...params, type: 3, price: 63_900 };
    expect(await failure('lx_placeOrder', limit, { as: taker })).toMatchObject({
      code: -32602,
      data: { field: 'stopPrice' },
    });
  });

  it('give the book in both spellings, and best prices', async () => {
    const book = await result('lx_getOrderBook', { symbol: 'BTC-USD', depth: 10 });
    expect(book).toMatchObject({ symbol: 'BTC-USDT', Symbol: 'BTC-USDT', asks: [], Asks: [] });
    expect(book.bids[0]).toMatchObject({ price: 66_000, count: 1 });
    expect(book.Bids[0]).toEqual({ Price: 66_000, Size: book.bids[0].size });
    const best = await result('lx_getBestBid', { symbol: 'BTC-USD' });
    expect(best).toEqual({ price: 66_000, size: book.bids[0].size });
    expect(await result('lx_getBestAsk', { symbol: 'BTC-USD' })).toEqual({ price: 0, size: 0 });
    expect(await result('orderbook.getStats', { symbol: 'BTC-USD' })).toMatchObject({
      orders: 1,
      bid_depth: best.size,
      spread: 0,
    });
  });

  it('say what is wrong with a parameter', async () => {
    for (const [params, field] of [
      [{}, 'symbol'],
      [{ symbol: 'BTC-USDT', type: 4, side: 0, price: 1, size: 1 }, 'type'],
      [{ symbol: 'BTC-USDT', type: 0, side: 2, price: 1, size: 1 }, 'side'],
      [{ symbol: 'BTC-USDT', type: 0, side: 0, size: 1 }, 'price'],
      [{ symbol: 'BTC-USDT', type: 0, side: 0, price: '1e5', size: 1 }, 'price'],
      [{ symbol: 'BTC-USDT', type: 0, side: 0, price: 1, size: {} }, 'size'],
    ] as const) {
      expect(await failure('lx_placeOrder', params, { as: maker })).toMatchObject({
        code: -32602,
        data: { code: 'gateway/invalid-message', field },
      });
    }
  });

  it('refuse strangers, and what the engine refuses by its number', async () => {
    const params = { symbol: 'BTC-USDT', type: 0, side: 0, price: 66_000, size: 0.01 };
    expect(await failure('lx_placeOrder', params)).toMatchObject({
      code: -32001,
      data: { code: 'auth/required' },
    });
    const far = { ...params, price: 99_000 };
    expect(await failure('lx_placeOrder', far, { as: maker })).toMatchObject({
      code: -32010,
      data: { code: 'order/price-outside-band' },
    });
    expect(await failure('lx_getOrder', { orderId: restingId }, { as: taker })).toMatchObject({
      data: { code: 'order/unknown' },
    });
  });
});

describe('/snake/rpc', () => {
  const path = '/snake/rpc';

  it('gives exactly the members that its clients take', async () => {
    const order = await result('lx_getOrder', { orderId: restingId }, { as: maker, path });
    expect(Object.keys(order).sort()).toEqual(
      [
        'client_id',
        'filled',
        'order_id',
        'post_only',
        'price',
        'reduce_only',
        'remaining',
        'side',
        'size',
        'status',
        'symbol',
        'time_in_force',
        'timestamp',
        'type',
        'user_id',
      ].sort(),
    );
    const info = await JSON.parse(
      await post({ jsonrpc: '2.0', id: 1, method: 'lx_getInfo' }, { path }),
    );
    expect(Object.keys(info.result).sort()).toEqual([
      'network',
      'order_count',
      'timestamp',
      'trade_count',
      'version',
    ]);
    const [trade] = await result('lx_getTrades', { symbol: 'BTC-USD', limit: 1 }, { path });
    expect(Object.keys(trade)).toEqual([
      'trade_id',
      'symbol',
      'price',
      'size',
      'side',
      'buy_order_id',
      'sell_order_id',
      'buyer_id',
      'seller_id',
      'timestamp',
    ]);
  });
});

describe('the camelCase methods', () => {
  it('place, find and cancel orders by either name', async () => {
    const params = { symbol: 'LUX-USDT', side: 'buy', type: 'limit', price: 3.9, size: 10 };
    const placed = await result(
      'placeOrder',
      { ...params, clientOrderId: '501', postOnly: true },
      { as: maker },
    );
    expect(placed).toMatchObject({
      orderId: expect.stringMatching(/^\d+$/),
      clientOrderId: '501',
      status: 'open',
      filledSize: 0,
      remainingSize: 10,
      timeInForce: 'GTC',
    });
    const { orderId } = placed;
    expect(await result('getOrder', { orderId }, { as: maker })).toEqual(placed);
    const open = await result('getOrders', { symbol: 'LUX-USD' }, { as: maker });
    expect(open).toEqual([placed]);
    const canceled = await result('cancelOrder', { clientOrderId: '501' }, { as: maker });
    expect(canceled).toMatchObject({ orderId, status: 'cancelled', reason: 'order/canceled' });
  });

  it('say what is held, by an identity for the connection', async () => {
    const client = await SocketClient.connect(exchange.started.wsUrl);
    const call = async (method: string, params: object = {}) => {
      client.send({ jsonrpc: '2.0', id: method, method, params });
      return await client.nextWhere(({ id }) => id === method);
    };
    expect(await call('getBalances')).toMatchObject({ error: { code: -32001 } });
    expect(await call('authenticate', maker.credentials)).toMatchObject({
      result: { success: true, userId: maker.address, agent: maker.agent.address },
    });
    expect(await call('getBalances')).toMatchObject({
      result: expect.arrayContaining([expect.objectContaining({ currency: 'ETH', locked: 0 })]),
    });
    expect(await call('subscribe', { channel: 'orders' })).toMatchObject({
      result: { channel: 'orders', symbols: [] },
    });
    const snapshot = await client.nextWhere(({ channel }) => channel === 'orders');
    expect(snapshot.orders).toEqual(snapshot.data?.orders);
    expect(snapshot.orders).toEqual([expect.objectContaining({ order_id: restingId })]);
  });

  it('authenticate for the rest of a batch over HTTP', async () => {
    const answers = JSON.parse(
      await post([
        { jsonrpc: '2.0', id: 1, method: 'authenticate', params: maker.credentials },
        { jsonrpc: '2.0', id: 2, method: 'getOrders' },
      ]),
    );
    expect(answers).toMatchObject([{ result: { success: true } }, { result: expect.any(Array) }]);
  });
});

describe('market data by JSON-RPC', () => {
  it('gives trades with pseudonyms, the newest first', async () => {
    const trades = await result('market.getTrades', { symbol: 'BTC-USD' });
    expect(trades[0]).toMatchObject({
      side: 1,
      buyerId: `someone-${maker.account}`,
      sellerId: `someone-${taker.account}`,
    });
    expect(await result('getTrades', { symbol: 'ETH-USD' })).toEqual([]);
  });

  it('gives sources, their prices and the statistics of a market', async () => {
    expect(await failure('market_data.aggregate', { symbol: 'BTC-USD' })).toMatchObject({
      code: -32014,
    });
    exchange.started.feed.trade('BTC-USDT', 6_700_000);
    expect(await result('market_data.sources', {})).toEqual(['scripted']);
    const named = { symbol: 'BTC-USD', source: 'scripted' };
    const one = await result('market_data.get', named);
    expect(one).toMatchObject({ name: 'scripted', provider: 'simulated', price: 67_000 });
    expect(await result('market_data.aggregate', { symbol: 'BTC-USD' })).toEqual([one]);
    expect(await failure('market_data.get', { ...named, source: 'x' })).toMatchObject({
      data: { field: 'source', expected: 'expected one of scripted' },
    });
    expect(await result('market.stats', { symbol: 'BTC-USD' })).toMatchObject({
      symbol: 'BTC-USDT',
      open_interest: 0,
      funding_rate: 0,
    });
  });
});
