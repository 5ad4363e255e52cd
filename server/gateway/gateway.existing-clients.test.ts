import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SocketClient } from '#scripts/testing/socket-client.ts';
import { type ApiTrader, TradingGateway } from '#scripts/testing/trading-gateway.ts';

/**
 * What the clients that exist send, letter by letter, as their sources in `luxfi/dex` write it; each
 * test names the file.
 */
let exchange: TradingGateway;
let trader: ApiTrader;

beforeEach(async () => {
  exchange = await TradingGateway.begin();
  trader = await exchange.trader();
});

afterEach(async () => {
  await exchange.close();
  expect(exchange.started.failures).toEqual([]);
});

async function post(message: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${exchange.started.url}/rpc`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', ...message, id: 1 }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { result: never; error?: { data: { code: string } } };
}

function keyHeader(): Record<string, string> {
  return { 'X-API-Key': `${trader.credentials.apiKey}:${trader.credentials.apiSecret}` };
}

/** Somebody else who rests an order, and takes it with another one: a trade. */
async function trade(price: number, size: number): Promise<void> {
  const other = await exchange.trader();
  const order = { symbol: 'BTC-USDT', type: 'limit', price, size };
  for (const [who, side] of [
    [other, 'sell'],
    [trader, 'buy'],
  ] as const) {
    const client = await exchange.connect(who);
    client.send({ type: 'place_order', order: { ...order, side }, request_id: 'placed' });
    const answer = await client.nextWhere(({ request_id: id }) => id === 'placed');
    expect(answer.error).toBeUndefined();
    await client.close();
  }
}

describe('sdk/typescript/src/index.ts', () => {
  it('places, finds and cancels by numbers', async () => {
    const order = {
      symbol: 'BTC-USD',
      type: 0,
      side: 0,
      price: 66_000,
      size: 0.01,
      userID: 'user',
      timeInForce: 'GTC',
      postOnly: false,
    };
    const placed = await post({ method: 'lx_placeOrder', params: order }, keyHeader());
    expect(placed.result).toEqual({ orderId: expect.any(Number), status: 'open' });
    const { orderId } = placed.result as { orderId: number };
    const found = await post({ method: 'lx_getOrder', params: { orderId } }, keyHeader());
    expect(found.result).toMatchObject({ orderId, status: 'open', remaining: 0.01 });
    const ended = await post({ method: 'lx_cancelOrder', params: { orderId } }, keyHeader());
    expect(ended.result).toMatchObject({ success: true });
  });

  it('is pushed whole books and flat trades under the channel it named', async () => {
    const client = await SocketClient.connect(exchange.started.wsUrl);
    client.send({ type: 'subscribe', channel: 'orderbook:BTC-USD' });
    client.send({ type: 'subscribe', channel: 'trades:BTC-USD' });
    await client.flush();
    await trade(66_000, 0.01);
    const pushed = await client.nextWhere(({ channel }) => channel === 'trades:BTC-USD');
    expect(pushed.data).toMatchObject({ tradeId: expect.any(Number), price: 66_000, side: 0 });
    await client.close();
  });

  it('is told of what is not there yet by a code', async () => {
    const client = await SocketClient.connect(exchange.started.wsUrl);
    for (const channel of ['liquidations', 'margin_calls:someone']) {
      client.send({ type: 'subscribe', channel });
      expect(await client.next()).toMatchObject({ error: 'gateway/not-available' });
    }
    await client.close();
  });
});

describe('sdk/python/luxfi_dex/client.py', () => {
  it('places with null where it has no client id, and reads the book by capital letters', async () => {
    const params = {
      symbol: 'BTC-USD',
      type: 0,
      side: 1,
      price: 68_000.0,
      size: 0.02,
      userID: 'default',
      clientID: null,
      timeInForce: 'GTC',
      postOnly: false,
      reduceOnly: false,
    };
    const placed = await post({ method: 'lx_placeOrder', params }, keyHeader());
    expect(placed).not.toHaveProperty('error');
    expect(placed.result).toMatchObject({ status: 'open' });
    const book = { method: 'lx_getOrderBook', params: { symbol: 'BTC-USD', depth: 10 } };
    expect((await post(book)).result).toMatchObject({
      Symbol: 'BTC-USDT',
      Asks: [{ Price: 68_000, Size: 0.02 }],
      Bids: [],
      Timestamp: expect.any(Number),
    });
  });
});

describe('sdk/go/client/client.go', () => {
  it('asks for nothing in particular with null', async () => {
    expect((await post({ method: 'lx_ping', params: null })).result).toBe('pong');
    const info = await post({ method: 'lx_getInfo', params: null });
    expect(info.result).toMatchObject({ orderCount: expect.any(Number) });
  });

  it('places with empty texts where it has none', async () => {
    const params = {
      symbol: 'BTC-USD',
      type: 0,
      side: 0,
      price: 66_000,
      size: 0.01,
      userID: '',
      clientID: '',
      timeInForce: '',
      postOnly: false,
      reduceOnly: false,
    };
    const placed = await post({ method: 'lx_placeOrder', params }, keyHeader());
    expect(placed.result).toMatchObject({ orderId: expect.any(Number), status: 'open' });
  });
});

/** A socket whose client has authenticated with key and secret, and what it asks. */
async function authenticated() {
  const client = await SocketClient.connect(exchange.started.wsUrl);
  let asked = 0;
  const ask = async (frame: object) => {
    asked += 1;
    const requestId = `req_${asked}`;
    client.send({ ...frame, request_id: requestId });
    return await client.nextWhere(({ request_id: id }) => id === requestId);
  };
  expect(await ask({ type: 'auth', ...trader.credentials })).toMatchObject({
    type: 'auth_success',
    data: { user_id: expect.any(String) },
  });
  return { client, ask };
}

describe('sdk/rust/src/client.rs', () => {
  it('sends all members of an order, and changes it by newPrice and newSize', async () => {
    const { client, ask } = await authenticated();
    const order = {
      symbol: 'BTC-USDT',
      type: 'limit',
      side: 'buy',
      price: 66_000.0,
      size: 0.02,
      filled: 0.0,
      remaining: 0.02,
      timestamp: 1_763_600_000_000,
      timeInForce: 'GTC',
      postOnly: true,
      reduceOnly: false,
    };
    const placed = await ask({ type: 'place_order', order });
    expect(placed).toMatchObject({ type: 'order_update', data: { order: { post_only: true } } });
    const orderID = placed.data?.order_id;
    const changed = await ask({
      type: 'modify_order',
      orderID,
      newPrice: 65_900.0,
      newSize: 0.01,
    });
    expect(changed.data).toMatchObject({ order: { price: 65_900, size: 0.01 } });
    const ended = await ask({ type: 'cancel_order', orderID });
    expect(ended.data).toMatchObject({ status: 'cancelled' });
    await client.close();
  });

  it('sends a market order with a price of 0', async () => {
    const { client, ask } = await authenticated();
    const order = {
      symbol: 'BTC-USDT',
      type: 'market',
      side: 'buy',
      price: 0.0,
      size: 0.01,
      filled: 0.0,
      remaining: 0.01,
      timestamp: 1_763_600_000_000,
      timeInForce: 'IOC',
      postOnly: false,
      reduceOnly: false,
    };
    const answer = await ask({ type: 'place_order', order });
    expect(answer).toMatchObject({ type: 'order_update', data: { order: { type: 'market' } } });
    await client.close();
  });
});

describe('sdk/cpp/src/client.cpp', () => {
  it('changes the price or the size alone', async () => {
    const { client, ask } = await authenticated();
    const order = { symbol: 'BTC-USDT', type: 'limit', side: 'buy', price: 66_000, size: 0.02 };
    const placed = await ask({ type: 'place_order', order: { ...order, clientId: 'cpp' } });
    const orderID = placed.data?.order_id;
    const smaller = await ask({ type: 'modify_order', orderID, newSize: 0.01 });
    expect(smaller.data).toMatchObject({ order: { price: 66_000, size: 0.01 } });
    const moved = await ask({ type: 'modify_order', orderID, newPrice: 65_999 });
    expect(moved.data).toMatchObject({ order: { price: 65_999, size: 0.01 } });
    await client.close();
  });

  it('is not left to guess which of two spellings counts', async () => {
    const { client, ask } = await authenticated();
    for (const [both, field] of [
      [{ price: 65_000, newPrice: 66_000 }, 'newPrice'],
      [{ size: 0.01, newSize: 0.02 }, 'newSize'],
    ] as const) {
      expect(await ask({ type: 'modify_order', orderID: 1, ...both })).toMatchObject({
        error: 'gateway/invalid-message',
        data: { field },
      });
    }
    await client.close();
  });
});

describe('sdk/c/src/json.c', () => {
  it('cancels by orderId', async () => {
    const { client, ask } = await authenticated();
    const order = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', price: 66_000, size: 0.01 };
    const placed = await ask({ type: 'place_order', order: { ...order, timeInForce: 'GTC' } });
    const orderId = placed.data?.order_id;
    const wrong = await ask({ type: 'cancel_order', order_id: 4_711, orderId });
    expect(wrong).toMatchObject({ error: 'order/conflicting-ids', data: { leave_out: 'orderId' } });
    const ended = await ask({ type: 'cancel_order', orderId });
    expect(ended.data).toMatchObject({ status: 'cancelled' });
    await client.close();
  });
});

describe('client/typescript/src/main.ts and client/python/lx_client/websocket_client.py', () => {
  it('subscribe by symbols alone, and ask for orders with members of their own', async () => {
    const { client, ask } = await authenticated();
    expect(await ask({ type: 'subscribe', symbols: ['BTC-USD'], depth: 20 })).toMatchObject({
      type: 'subscribed',
    });
    const orders = await ask({ type: 'get_orders', limit: 100, symbol: 'BTC-USD', status: 'open' });
    expect(orders).toMatchObject({ type: 'orders_update', data: { orders: [] } });
    const order = {
      symbol: 'BTC-USD',
      side: 'buy',
      type: 'limit',
      price: 66_000,
      size: 0.01,
      time_in_force: 'gtc',
      post_only: false,
      reduce_only: false,
      client_id: 'py-1',
    };
    const placed = await ask({ type: 'place_order', order });
    expect(placed.data).toMatchObject({ order: { client_order_id: 'py-1' } });
    const ended = await ask({ type: 'cancel_order', orderID: String(placed.data?.order_id) });
    expect(ended.data).toMatchObject({ status: 'cancelled' });
    await client.close();
  });
});

describe('sdk/lx-trading-core/src/ws/mod.rs', () => {
  const subscribe = (method: string, ...params: string[]) => ({
    method,
    params,
    id: 1_763_600_000,
  });

  it('names streams, and reads members beside the channel', async () => {
    const client = await SocketClient.connect(exchange.started.wsUrl);
    client.send(subscribe('SUBSCRIBE', 'btc-usdt@orderbook'));
    expect(await client.next()).toMatchObject({ id: 1_763_600_000, result: null });
    client.send(subscribe('SUBSCRIBE', 'btc-usdt@trades'));
    expect(await client.nextWhere(({ id }) => id !== undefined)).toMatchObject({ result: null });
    await client.flush();
    await trade(66_000, 0.01);
    const pushed = await client.nextWhere(({ channel }) => channel === 'btc-usdt@trades');
    expect(pushed).toMatchObject({
      trade_id: expect.any(Number),
      symbol: 'BTC-USDT',
      side: 'buy',
      price: 66_000,
      quantity: 0.01,
      timestamp: expect.any(Number),
      sequence: 1,
    });
    expect(pushed).not.toHaveProperty('type');
    expect(pushed).not.toHaveProperty('data');
    client.send(subscribe('UNSUBSCRIBE', 'btc-usdt@orderbook', 'btc-usdt@trades'));
    expect(await client.nextWhere(({ id }) => id !== undefined)).toMatchObject({ result: null });
    await trade(66_001, 0.01);
    expect(await client.flush()).toEqual([]);
    await client.close();
  });

  it('gets books as levels of price and size, a snapshot first and then what changed', async () => {
    const client = await SocketClient.connect(exchange.started.wsUrl);
    client.send(subscribe('SUBSCRIBE', 'btc-usdt@orderbook'));
    await client.next();
    const { ask } = await authenticated();
    const order = { symbol: 'BTC-USDT', type: 'limit', side: 'buy', price: 66_000, size: 0.02 };
    await ask({ type: 'place_order', order });
    const first = await client.nextWhere(({ bids }) => Array.isArray(bids) && bids.length > 0);
    expect(first).toMatchObject({
      channel: 'btc-usdt@orderbook',
      symbol: 'BTC-USDT',
      bids: [[66_000, 0.02]],
      asks: [],
      snapshot: expect.any(Boolean),
      sequence: expect.any(Number),
    });
    await client.close();
  });

  it('gets a price as a ticker', async () => {
    const client = await SocketClient.connect(exchange.started.wsUrl);
    await trade(66_000, 0.01);
    client.send(subscribe('SUBSCRIBE', 'BTC-USD@ticker'));
    expect(await client.next()).toMatchObject({ result: null });
    expect(await client.next()).toMatchObject({
      channel: 'BTC-USD@ticker',
      symbol: 'BTC-USDT',
      last: expect.any(Number),
      bid: expect.any(Number),
      ask: expect.any(Number),
    });
    await client.close();
  });

  it.each([
    [['btc-usdt@orders'], 'gateway/unknown-channel'],
    [['btc-usdt'], 'gateway/unknown-channel'],
    [['@trades'], 'gateway/unknown-channel'],
    [['btc-usdt@trades@trades'], 'gateway/unknown-channel'],
    [['btc-usdt@__proto__'], 'gateway/unknown-channel'],
    [['doge-usdt@trades'], 'gateway/unknown-symbol'],
    [['BTC-usdt@trades'], 'gateway/unknown-symbol'],
    [['*@trades'], 'gateway/unknown-channel'],
    [[], 'gateway/invalid-message'],
    [[7], 'gateway/invalid-message'],
    ['btc-usdt@trades', 'gateway/invalid-request'],
    [{ stream: 'btc-usdt@trades' }, 'gateway/invalid-message'],
    [new Array(17).fill('btc-usdt@trades'), 'gateway/invalid-message'],
    [['btc-usdt@trades', 'btc-usdt@dreams'], 'gateway/unknown-channel'],
  ])('is refused by a code what is no list of streams: %j', async (params, code) => {
    const client = await SocketClient.connect(exchange.started.wsUrl);
    client.send({ method: 'SUBSCRIBE', params, id: 1 });
    expect(await client.next()).toMatchObject({ error: { data: { code } } });
    expect(await client.flush()).toEqual([]);
    await client.close();
  });

  it('cannot be pushed to over HTTP', async () => {
    const answer = await post({ method: 'SUBSCRIBE', params: ['btc-usdt@trades'] });
    expect(answer.error?.data.code).toBe('gateway/socket-only');
  });
});
