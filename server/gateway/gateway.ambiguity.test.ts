import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SocketClient } from '#scripts/testing/socket-client.ts';
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

const bid = { symbol: 'BTC-USDT', side: 'buy', type: 'limit', price: 66_000, size: 0.01 } as const;

async function ask(frame: object) {
  client.send({ ...frame, request_id: 'r' });
  return await client.nextWhere((answer) => answer.request_id === 'r');
}

async function post(path: string, body: string) {
  const { apiKey, apiSecret } = trader.credentials;
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${apiKey}:${apiSecret}`,
  };
  const response = await fetch(`${exchange.started.url}${path}`, { method: 'POST', headers, body });
  return { status: response.status, body: await response.json() };
}

async function placed(clientOrderId: string): Promise<number> {
  const order = { ...bid, client_order_id: clientOrderId };
  const { data } = await ask({ type: 'place_order', order });
  return Number(data?.order_id);
}

async function openIds(): Promise<unknown> {
  const { data } = await ask({ type: 'get_orders' });
  const orders: unknown = data?.orders;
  return Array.isArray(orders) ? orders.map(({ order_id: id }) => id) : orders;
}

describe('an object that names a key twice', () => {
  const order = JSON.stringify(bid);
  const twice = order.replace('"size":0.01', '"size":0.01,"size":1');

  it('places no order on a socket, and is named', async () => {
    client.sendText(`{"type":"place_order","order":${twice},"request_id":"r"}`);
    expect(await client.next()).toMatchObject({
      type: 'error',
      error: 'gateway/duplicate-key',
      data: { key: 'size' },
    });
    expect(await openIds()).toEqual([]);
  });

  it('cancels none by the last of two ids', async () => {
    const [one, other] = [await placed('1'), await placed('2')];
    client.sendText(`{"type":"cancel_order","order_id":${one},"order\\u005fid":${other}}`);
    expect(await client.next()).toMatchObject({ error: 'gateway/duplicate-key' });
    expect(await openIds()).toEqual([one, other]);
  });

  it('is refused over HTTP and in JSON-RPC, batches too', async () => {
    const rest = await post('/v1/orders', twice);
    expect([rest.status, rest.body.error]).toEqual([400, 'gateway/duplicate-key']);
    const call = `{"jsonrpc":"2.0","id":1,"method":"placeOrder","params":${twice}}`;
    const plain = `{"jsonrpc":"2.0","id":2,"method":"placeOrder","params":${order}}`;
    for (const body of [call, `[${plain},${call}]`]) {
      expect((await post('/rpc', body)).body).toMatchObject({
        id: null,
        error: { code: -32600, data: { code: 'gateway/duplicate-key', key: 'size' } },
      });
    }
    client.sendText(call);
    expect(await client.next()).toMatchObject({ error: 'gateway/duplicate-key' });
    expect(await openIds()).toEqual([]);
  });
});

describe('an order that is named twice', () => {
  it('is canceled and changed where both names are its own', async () => {
    const id = await placed('7');
    const both = { order_id: id, client_order_id: '7' };
    const changed = await ask({ type: 'modify_order', ...both, orderID: id, size: 0.005 });
    expect(changed).toMatchObject({ data: { order: { size: 0.005 } } });
    expect(await ask({ type: 'cancel_order', ...both })).toMatchObject({
      data: { status: 'cancelled', order_id: id },
    });
  });

  it.each(['cancel_order', 'modify_order'])(
    'is left alone by %s where the names are of different ones, and it is said which to leave out',
    async (type) => {
      const [one, other] = [await placed('1'), await placed('2')];
      for (const clientOrderId of ['2', 'no such order']) {
        const frame = { type, order_id: one, client_order_id: clientOrderId, size: 0.005 };
        expect(await ask(frame)).toMatchObject({
          type: 'error',
          error: 'order/conflicting-ids',
          data: { leave_out: 'client_order_id' },
        });
      }
      expect(await ask({ type, order_id: one, orderID: other, size: 0.005 })).toMatchObject({
        error: 'order/conflicting-ids',
        data: { leave_out: 'orderID' },
      });
      expect(await openIds()).toEqual([one, other]);
    },
  );

  it('is not found, canceled or told of in JSON-RPC where the names differ', async () => {
    const [one] = [await placed('1'), await placed('2')];
    for (const method of ['cancelOrder', 'getOrder']) {
      const params = { orderId: one, clientOrderId: '2' };
      const { body } = await post(
        '/rpc',
        JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      );
      expect(body.error).toMatchObject({ code: -32602, data: { code: 'order/conflicting-ids' } });
    }
  });
});

describe('a depth that is not served', () => {
  it.each([501, 1_000, -1, 1.5])('%s is refused on a socket, with the range', async (depth) => {
    const answer = await ask({
      type: 'subscribe',
      channel: 'orderbook',
      symbols: ['BTC-USDT'],
      depth,
    });
    expect(answer).toMatchObject({
      error: 'gateway/invalid-message',
      message: expect.stringContaining('from 0 to 500'),
      data: { field: 'depth' },
    });
  });

  it('is refused in REST and JSON-RPC, with the range', async () => {
    const path = '/v1/markets/BTC-USDT/orderbook?depth=';
    for (const depth of ['0', '1001', '5&depth=6']) {
      const response = await fetch(`${exchange.started.url}${path}${depth}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: 'gateway/invalid-message',
        message: expect.stringContaining('from 1 to 1000'),
      });
    }
    for (const method of ['lx_getOrderBook', 'getOrderBook']) {
      const params = { symbol: 'BTC-USDT', depth: 1_001 };
      const { body } = await post(
        '/rpc',
        JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      );
      expect(body.error).toMatchObject({
        code: -32602,
        message: expect.stringContaining('from 0 to 1000'),
      });
    }
  });
});
