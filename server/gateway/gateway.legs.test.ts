import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReceivedFrame, SocketClient } from '#scripts/testing/socket-client.ts';
import { type ApiTrader, TradingGateway } from '#scripts/testing/trading-gateway.ts';

let exchange: TradingGateway;
let trader: ApiTrader;
let client: SocketClient;

beforeEach(async () => {
  exchange = await TradingGateway.begin();
  trader = await exchange.trader();
  client = await exchange.connect(trader);
});

afterEach(async () => {
  await exchange.close();
  expect(exchange.started.failures).toEqual([]);
});

const parent = {
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  price: 66_000,
  size: 0.01,
  take_profit: 67_000,
  stop_loss: 65_000,
} as const;

async function ask(frame: object, socket = client): Promise<ReceivedFrame> {
  const id = `request-${Math.random()}`;
  socket.send({ ...frame, request_id: id });
  return await socket.nextWhere((answer) => answer.request_id === id);
}

async function placeParent(): Promise<number> {
  const placed = await ask({ type: 'place_order', order: parent });
  expect(placed).toMatchObject({ type: 'order_update', data: { success: true } });
  return Number(placed.data?.order_id);
}

async function openOrders() {
  const { data } = await ask({ type: 'get_orders' });
  return data?.orders as readonly { order_id: number; leg: string | null; status: string }[];
}

describe('take-profit and stop-loss', () => {
  it('are open orders of their owner while they wait, with their parent', async () => {
    const parentId = await placeParent();
    const orders = await openOrders();
    expect(orders).toMatchObject([
      { order_id: parentId, status: 'open', parent_id: null, leg: null },
      {
        parent_id: parentId,
        leg: 'take_profit',
        status: 'pending',
        side: 'sell',
        type: 'limit',
        price: 67_000,
        stop_price: null,
        size: 0.01,
        linked_order_id: orders[2]?.order_id,
      },
      {
        parent_id: parentId,
        leg: 'stop_loss',
        status: 'pending',
        side: 'sell',
        type: 'stop',
        stop_price: 65_000,
        linked_order_id: orders[1]?.order_id,
      },
    ]);
    const token = `${trader.credentials.apiKey}:${trader.credentials.apiSecret}`;
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${exchange.started.url}/v1/orders`, { headers });
    expect((await answer.json()).orders).toMatchObject([
      { leg: 'stop_loss' },
      { leg: 'take_profit' },
      { order_id: parentId },
    ]);
    client.send({ jsonrpc: '2.0', id: 7, method: 'getOrders' });
    const rpc = await client.nextWhere(({ id }) => id === 7);
    expect(rpc.result).toMatchObject([
      { status: 'open' },
      { status: 'pending', parentOrderId: String(parentId) },
      { status: 'pending', parentOrderId: String(parentId) },
    ]);
    client.send({ jsonrpc: '2.0', id: 8, method: 'lx_getInfo' });
    const info = await client.nextWhere(({ id }) => id === 8);
    expect(info.result).toMatchObject({ orderCount: 1 });
  });

  it('are told on the stream: in its snapshot, when they come, and when they end', async () => {
    await placeParent();
    const watcher = await exchange.connect(trader);
    watcher.send({ type: 'subscribe', channel: 'orders' });
    const short = await watcher.nextWhere(({ channel }) => channel === 'orders');
    expect(short.data?.orders).toMatchObject([
      { status: 'open' },
      { status: 'pending' },
      { status: 'pending' },
    ]);
    const second = await placeParent();
    const came = await watcher.nextWhere(({ data }) => dataOf(data).order.parent_id === second);
    expect(came.data).toMatchObject({ status: 'submitted', order: { status: 'pending' } });
    await ask({ type: 'cancel_order', order_id: second });
    const ended = await watcher.nextWhere(
      ({ data }) => dataOf(data).order.parent_id === second && data?.status === 'cancelled',
    );
    expect(ended.data).toMatchObject({ reason: 'order/parent-done' });
    expect((await openOrders()).map(({ status }) => status)).toEqual([
      'open',
      'pending',
      'pending',
    ]);
  });

  it('become orders when their parent is filled, and end together', async () => {
    const parentId = await placeParent();
    const legs = (await openOrders()).slice(1);
    const other = await exchange.trader();
    const seller = await exchange.connect(other);
    const sell = { symbol: 'BTC-USDT', side: 'sell', type: 'limit', price: 66_000, size: 0.01 };
    await ask({ type: 'place_order', order: sell }, seller);
    const active = await openOrders();
    expect(active).toMatchObject([
      { order_id: legs[0]?.order_id, parent_id: parentId, leg: 'take_profit', status: 'open' },
      { order_id: legs[1]?.order_id, parent_id: parentId, leg: 'stop_loss', status: 'waiting' },
    ]);
    await ask({ type: 'cancel_order', order_id: legs[0]?.order_id });
    expect(await openOrders()).toEqual([]);
  });

  it('are canceled one by one while they wait: the other and the parent stay', async () => {
    const parentId = await placeParent();
    const watcher = await exchange.connect(trader);
    watcher.send({ type: 'subscribe', channel: 'orders', symbols: ['*'] });
    await watcher.nextWhere(({ type }) => type === 'orders_update');
    const [, profit, stop] = await openOrders();
    const canceled = await ask({ type: 'cancel_order', order_id: profit?.order_id });
    expect(canceled.data).toMatchObject({
      status: 'cancelled',
      order: { order_id: profit?.order_id, leg: 'take_profit', parent_id: parentId },
    });
    expect(await openOrders()).toMatchObject([
      { order_id: parentId, status: 'open' },
      { order_id: stop?.order_id, status: 'pending', linked_order_id: null },
    ]);
    const told = await watcher.nextWhere(({ data }) => data?.order_id === stop?.order_id);
    expect(told.data).toMatchObject({ status: 'replaced', order: { linked_order_id: null } });
    expect(await ask({ type: 'cancel_order', order_id: profit?.order_id })).toMatchObject({
      type: 'error',
    });
    await ask({ type: 'cancel_order', order_id: stop?.order_id });
    expect(await openOrders()).toMatchObject([{ order_id: parentId, status: 'open' }]);
  });

  it('that was canceled does not come when its parent is filled', async () => {
    const parentId = await placeParent();
    const [, profit, stop] = await openOrders();
    await ask({ type: 'cancel_order', order_id: profit?.order_id });
    const other = await exchange.trader();
    const seller = await exchange.connect(other);
    const sell = { symbol: 'BTC-USDT', side: 'sell', type: 'limit', price: 66_000, size: 0.01 };
    await ask({ type: 'place_order', order: sell }, seller);
    expect(await openOrders()).toMatchObject([
      { order_id: stop?.order_id, parent_id: parentId, status: 'waiting', size: 0.01 },
    ]);
  });

  it('are nobody else’s to cancel', async () => {
    await placeParent();
    const [, leg] = await openOrders();
    const stranger = await exchange.connect(await exchange.trader());
    const answer = await ask({ type: 'cancel_order', order_id: leg?.order_id }, stranger);
    expect(answer).toMatchObject({ error: 'order/unknown' });
    expect(await openOrders()).toHaveLength(3);
  });

  it('change price and trigger while they wait, and come as they were changed', async () => {
    const parentId = await placeParent();
    const [, profit, stop] = await openOrders();
    const watcher = await exchange.connect(trader);
    watcher.send({ type: 'subscribe', channel: 'orders', symbols: ['*'] });
    await watcher.nextWhere(({ type }) => type === 'orders_update');
    const higher = { type: 'modify_order', order_id: profit?.order_id, price: 68_000 };
    expect((await ask(higher)).data).toMatchObject({
      status: 'replaced',
      order: { order_id: profit?.order_id, price: 68_000, status: 'pending', size: 0.01 },
    });
    const told = await watcher.nextWhere(({ data }) => data?.order_id === profit?.order_id);
    expect(told.data).toMatchObject({ status: 'replaced', order: { price: 68_000 } });
    await ask({ type: 'modify_order', order_id: stop?.order_id, stop_price: 64_500 });
    expect(await openOrders()).toMatchObject([
      { order_id: parentId, status: 'open', price: 66_000 },
      { leg: 'take_profit', status: 'pending', price: 68_000 },
      { leg: 'stop_loss', status: 'pending', stop_price: 64_500 },
    ]);
    const seller = await exchange.connect(await exchange.trader());
    const sell = { symbol: 'BTC-USDT', side: 'sell', type: 'limit', price: 66_000, size: 0.01 };
    await ask({ type: 'place_order', order: sell }, seller);
    expect(await openOrders()).toMatchObject([
      { order_id: profit?.order_id, status: 'open', price: 68_000 },
      { order_id: stop?.order_id, status: 'waiting', stop_price: 64_500 },
    ]);
  });

  it('are not changed to what they may not be, nor by others', async () => {
    await placeParent();
    const [, profit, stop] = await openOrders();
    const change = async (order_id: number | undefined, fields: object, socket = client) =>
      (await ask({ type: 'modify_order', order_id, ...fields }, socket)).error;
    expect(await change(profit?.order_id, { size: 0.02 })).toBe('order/linked');
    expect(await change(profit?.order_id, { size: 0.005 })).toBe('order/linked');
    expect(await change(profit?.order_id, { price: 67_000 })).toBe('order/nothing-to-modify');
    expect(await change(profit?.order_id, { price: 64_000 })).toBe('order/invalid-combination');
    expect(await change(profit?.order_id, { stop_price: 70_000 })).toBe(
      'order/invalid-combination',
    );
    expect(await change(stop?.order_id, { stop_price: 67_500 })).toBe('order/invalid-combination');
    const stranger = await exchange.connect(await exchange.trader());
    expect(await change(profit?.order_id, { price: 68_000 }, stranger)).toBe('order/unknown');
    expect(await openOrders()).toMatchObject([{}, { price: 67_000 }, { stop_price: 65_000 }]);
    expect(await ask({ type: 'cancel_order', order_id: 3 })).toMatchObject({
      error: 'order/unknown',
    });
  });
});

describe('an iceberg', () => {
  it('is told with what the book shows of it, in answers and on streams, until it is less', async () => {
    const watcher = await exchange.connect(trader);
    watcher.send({ type: 'subscribe', channel: 'orders', symbols: ['*'] });
    await watcher.nextWhere(({ type }) => type === 'orders_update');
    const order = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', price: 66_000, size: 0.05 };
    const placed = await ask({ type: 'place_order', order: { ...order, display_size: 0.02 } });
    expect(placed.data).toMatchObject({ order: { size: 0.05, display_size: 0.02 } });
    const id = placed.data?.order_id;
    const told = await watcher.nextWhere(({ data }) => data?.order_id === id);
    expect(told.data).toMatchObject({ order: { display_size: 0.02 } });
    const plain = await ask({ type: 'place_order', order });
    expect(plain.data).toMatchObject({ order: { display_size: null } });
    await ask({ type: 'cancel_order', order_id: plain.data?.order_id });
    const smaller = await ask({ type: 'modify_order', order_id: id, size: 0.01 });
    expect(smaller.data).toMatchObject({ order: { size: 0.01, display_size: 0.01 } });
    const { data } = await ask({ type: 'get_orders' });
    expect(data?.orders).toMatchObject([{ order_id: id, display_size: 0.01 }]);
  });
});

function dataOf(data: ReceivedFrame['data']): { order: { parent_id?: unknown } } {
  const order = data?.order;
  return { order: typeof order === 'object' && order !== null ? order : {} };
}
