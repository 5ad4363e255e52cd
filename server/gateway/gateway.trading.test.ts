import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceivedFrame, SocketClient } from '#scripts/testing/socket-client.ts';
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

/** What answers a request; what is pushed meanwhile is thrown away. */
async function ask(client: SocketClient, frame: { type: string; [member: string]: unknown }) {
  const requestId = `request-${Math.random()}`;
  client.send({ ...frame, request_id: requestId });
  return await client.nextWhere((answer) => answer.request_id === requestId);
}

describe('orders on the socket', () => {
  it('are answered when they are durable, whole and exact', async () => {
    const client = await exchange.connect(maker);
    client.send({ type: 'place_order', order: bid, request_id: 'p' });
    const answer = await client.next();
    expect(answer).toMatchObject({
      type: 'order_update',
      request_id: 'p',
      seq: exchange.exchange.port.seq(),
      data: {
        status: 'submitted',
        success: true,
        order: {
          symbol: 'BTC-USDT',
          side: 'buy',
          type: 'limit',
          time_in_force: 'GTC',
          price: 66_000,
          size: 0.01,
          filled: 0,
          remaining: 0.01,
          status: 'open',
        },
      },
    });
    expect(answer).not.toHaveProperty('error');
  });

  it('trade: the taker is told of its fills, the maker by its stream', async () => {
    const makers = await exchange.connect(maker);
    await ask(makers, { type: 'subscribe', channel: 'orders', symbols: ['*'] });
    await ask(makers, { type: 'subscribe', channel: 'fills' });
    await ask(makers, { type: 'place_order', order: bid });
    const takers = await exchange.connect(taker);
    const sold = await ask(takers, {
      type: 'place_order',
      order: { symbol: 'BTC-USD', side: 'sell', type: 'market', size: '0.004' },
    });
    expect(sold).toMatchObject({
      data: {
        status: 'filled',
        order: { status: 'filled', filled: 0.004, average_price: 66_000, filled_value: 264 },
        fills: [{ role: 'taker', price: 66_000, size: 0.004, fee: 0.132, fee_asset: 'USDT' }],
      },
    });
    const update = await makers.nextWhere(
      ({ type, data }) => type === 'order_update' && data?.status === 'partial',
    );
    expect(update.data).toMatchObject({ order: { filled: 0.004, remaining: 0.006 } });
    const fill = await makers.nextWhere(({ channel, type }) => (channel ?? type) === 'fills');
    expect(fill.data).toMatchObject({ fills: [{ role: 'maker', size: 0.004 }] });
  });

  it('are refused by the engine with its code, and the order as it would have been', async () => {
    const client = await exchange.connect(maker);
    const order = { ...bid, price: 99_000 };
    expect(await ask(client, { type: 'place_order', order })).toMatchObject({
      type: 'order_update',
      error: 'order/price-outside-band',
      message: expect.stringMatching(/band/),
      data: { status: 'rejected', success: false, order: { status: 'rejected', price: 99_000 } },
    });
  });

  it('name the nearest prices and sizes where one lies between', async () => {
    const client = await exchange.connect(maker);
    const priced = await ask(client, { type: 'place_order', order: { ...bid, price: 66_000.005 } });
    expect(priced).toMatchObject({
      type: 'error',
      error: 'order/invalid-tick',
      data: { field: 'order.price', tick_size: '0.01', nearest: ['66000.00', '66000.01'] },
    });
    const sized = await ask(client, { type: 'place_order', order: { ...bid, size: '0.00005' } });
    expect(sized).toMatchObject({
      error: 'order/invalid-lot',
      data: { field: 'order.size', lot_size: '0.0001', nearest: ['0.0001'] },
    });
  });

  it('are found again by what the client called them, and sent twice are one', async () => {
    const client = await exchange.connect(maker);
    const order = { ...bid, client_order_id: '77' };
    const first = await ask(client, { type: 'place_order', order });
    const again = await ask(client, { type: 'place_order', order });
    expect(again.data?.order_id).toBe(first.data?.order_id);
    const { data } = await ask(client, { type: 'get_orders' });
    expect(data?.orders).toHaveLength(1);
    const canceled = await ask(client, { type: 'cancel_order', client_order_id: '77' });
    expect(canceled).toMatchObject({
      data: { status: 'cancelled', order: { status: 'cancelled' } },
    });
    const unknown = await ask(client, { type: 'cancel_order', orderID: first.data?.order_id });
    expect(unknown).toMatchObject({ type: 'error', error: 'order/unknown' });
    const id = `rpc-${Math.random()}`;
    client.send({ jsonrpc: '2.0', id, method: 'getOrder', params: { clientOrderId: '77' } });
    const ended = await client.nextWhere((answer) => answer.id === id);
    expect(ended).toMatchObject({ result: { clientOrderId: '77', status: 'cancelled' } });
  });

  it('understand the spellings of other clients', async () => {
    const client = await exchange.connect(maker);
    const order = { ...bid, timeInForce: 'gtc', postOnly: true, clientId: '8' };
    expect(await ask(client, { type: 'place_order', order })).toMatchObject({
      data: { order: { post_only: true, client_order_id: '8' } },
    });
  });

  it('are changed: less size keeps the place, another price is another order of the book', async () => {
    const client = await exchange.connect(maker);
    const placed = await ask(client, { type: 'place_order', order: bid });
    const id = placed.data?.order_id;
    const smaller = await ask(client, { type: 'modify_order', order_id: id, size: '0.005' });
    expect(smaller).toMatchObject({ data: { status: 'replaced', order: { size: 0.005 } } });
    const moved = await ask(client, { type: 'modify_order', order_id: String(id), price: 66_001 });
    expect(moved).toMatchObject({ data: { order: { price: 66_001, size: 0.005 } } });
    const between = await ask(client, { type: 'modify_order', order_id: id, price: '66001.001' });
    expect(between).toMatchObject({ error: 'order/invalid-tick' });
    const none = await ask(client, { type: 'modify_order', order_id: 4, price: 66_001 });
    expect(none).toMatchObject({ error: 'order/unknown' });
  });

  it('are canceled all at once, or when the client falls silent', async () => {
    const client = await exchange.connect(maker);
    await ask(client, { type: 'place_order', order: bid });
    await ask(client, { type: 'place_order', order: { ...bid, symbol: 'ETH-USDT', price: 3_200 } });
    const some = await ask(client, { type: 'cancel_all', symbol: 'ETH-USD' });
    expect(some.data?.orders).toMatchObject([{ symbol: 'ETH-USDT', status: 'cancelled' }]);
    const armed = await ask(client, { type: 'cancel_all', after_ms: 5_000 });
    const cancelAt = exchange.exchange.clock.now() + 5_000;
    expect(armed.data).toMatchObject({ orders: [], cancel_at: cancelAt });
    const open = await ask(client, { type: 'get_orders' });
    expect(open.data).toMatchObject({ orders: [{ symbol: 'BTC-USDT' }], cancel_at: cancelAt });
    const market = { type: 'cancel_all', after_ms: 5_000, symbol: 'BTC-USDT' };
    expect(await ask(client, market)).toMatchObject({
      error: 'gateway/invalid-message',
      data: { field: 'symbol' },
    });
    await ask(client, { type: 'cancel_all', after_ms: 0 });
    const all = await ask(client, { type: 'cancel_all' });
    expect(all.data?.orders).toHaveLength(1);
  });

  it('tell a client whose clock is wrong by how much', async () => {
    const client = await exchange.connect(maker);
    const timestamp = exchange.exchange.clock.now() - 3_600_000;
    expect(await ask(client, { type: 'place_order', order: bid, timestamp })).toMatchObject({
      error: 'auth/clock-skew',
      data: { skew_ms: -3_600_000 },
    });
  });
});

describe('what the clients of other languages subscribe to', () => {
  it('comes whole, under the very name that they called it by', async () => {
    const makers = await exchange.connect(maker);
    await ask(makers, { type: 'place_order', order: bid });
    const client = await exchange.connect(taker);
    client.send({ type: 'subscribe', channel: 'orderbook:BTC-USD' });
    client.send({ type: 'subscribe', channel: 'trades:BTC-USD' });
    const isBook = ({ channel }: { channel?: string }) => channel === 'orderbook:BTC-USD';
    expect(await client.nextWhere(isBook)).toMatchObject({
      data: { symbol: 'BTC-USDT', bids: [{ price: 66_000, size: 0.01, count: 1 }], asks: [] },
    });
    const order = { symbol: 'BTC-USD', side: 'sell', type: 'market', size: 0.01 };
    client.send({ type: 'place_order', order });
    const traded = await client.nextWhere(({ channel }) => channel === 'trades:BTC-USD');
    expect(traded).not.toHaveProperty('type');
    expect(traded.data).toMatchObject({
      tradeId: 1,
      symbol: 'BTC-USDT',
      price: 66_000,
      size: 0.01,
      side: 1,
      buyerId: `someone-${maker.account}`,
      sellerId: `someone-${taker.account}`,
    });
    expect(await client.nextWhere(isBook)).toMatchObject({ data: { bids: [], asks: [] } });
  });

  it('comes flat to clients of JSON-RPC, and ends when they unsubscribe', async () => {
    const makers = await exchange.connect(maker);
    const client = await exchange.connect(taker);
    const call = (method: string, params: object) =>
      client.send({ jsonrpc: '2.0', id: method, method, params });
    call('subscribe', { channel: 'orderbook', symbol: 'BTC-USD' });
    await client.nextWhere(({ id }) => id === 'subscribe');
    await ask(makers, { type: 'place_order', order: bid });
    const isFull = ({ bids }: ReceivedFrame) => Array.isArray(bids) && bids.length === 1;
    const frame = await client.nextWhere(isFull);
    expect(frame).toMatchObject({ channel: 'orderbook:BTC-USD', symbol: 'BTC-USDT' });
    expect(frame.data).toMatchObject({ bids: frame.bids });
    call('unsubscribe', { channel: 'orderbook', symbol: 'BTC-USD' });
    await client.nextWhere(({ id }) => id === 'unsubscribe');
    await ask(makers, { type: 'cancel_all' });
    expect(await client.flush()).toEqual([]);
  });

  it('ends at any depth', async () => {
    const client = await exchange.connect(taker);
    for (const depth of [5, 50, 400]) {
      const book = { channel: 'orderbook', symbols: ['BTC-USDT'] };
      await ask(client, { type: 'subscribe', ...book, depth });
    }
    await ask(client, { type: 'unsubscribe', channel: 'orderbook', symbols: ['BTC-USDT'] });
    await client.flush();
    const makers = await exchange.connect(maker);
    await ask(makers, { type: 'place_order', order: bid });
    await ask(makers, { type: 'cancel_all' });
    expect(await client.flush()).toEqual([]);
  });
});

describe('balances on the socket', () => {
  it('are given whole, or for one asset, and follow what is locked', async () => {
    const client = await exchange.connect(maker);
    await ask(client, { type: 'place_order', order: bid });
    const all = await ask(client, { type: 'get_balances' });
    expect(all.data?.balances).toMatchObject([
      { asset: 'USDT', locked: 660 },
      { asset: 'BTC', locked: 0 },
      { asset: 'ETH' },
      { asset: 'LUX' },
    ]);
    const one = await ask(client, { type: 'get_balances', asset: 'BTC' });
    expect(one.data?.balances).toMatchObject([{ asset: 'BTC', available: 10_000, total: 10_000 }]);
    const none = await ask(client, { type: 'get_balances', asset: 'DOGE' });
    expect(none).toMatchObject({ error: 'ledger/unknown-asset' });
  });
});

describe('nonces on the socket', () => {
  it('are told and reserved for the key of the connection', async () => {
    const client = await exchange.connect(maker);
    const reserved = await ask(client, { type: 'reserve_nonces' });
    expect(reserved).toMatchObject({
      type: 'nonces_reserved',
      data: { signer: maker.agent.address, first: expect.any(Number), count: 64 },
    });
    const { first, count } = reserved.data ?? {};
    expect(await ask(client, { type: 'get_nonces' })).toMatchObject({
      type: 'nonces_update',
      data: { epoch: 0, ranges: expect.arrayContaining([{ first, count }]) },
    });
  });
});
