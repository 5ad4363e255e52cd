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

  it('cannot be canceled or changed while they wait, and say why', async () => {
    await placeParent();
    const [, leg] = await openOrders();
    const name = { order_id: leg?.order_id };
    for (const frame of [
      { type: 'cancel_order', ...name },
      { type: 'modify_order', ...name, price: 68_000 },
    ]) {
      expect(await ask(frame)).toMatchObject({ type: 'error', error: 'order/leg-pending' });
    }
    expect(await ask({ type: 'cancel_order', order_id: 3 })).toMatchObject({
      error: 'order/unknown',
    });
  });
});

function dataOf(data: ReceivedFrame['data']): { order: { parent_id?: unknown } } {
  const order = data?.order;
  return { order: typeof order === 'object' && order !== null ? order : {} };
}
