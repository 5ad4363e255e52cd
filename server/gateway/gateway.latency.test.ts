import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SocketClient } from '#scripts/testing/socket-client.ts';
import { idleMetrics } from '#scripts/testing/started-gateway.ts';
import { TradingGateway } from '#scripts/testing/trading-gateway.ts';
import type { Trace } from './gateway-options.ts';

let exchange: TradingGateway;
let client: SocketClient;
/** Milliseconds for which the next message is held up before anybody looks at it. */
let heldMs: number;
let observed: number[];

/** Holds up whatever comes on a socket while another request is answered. */
const held: Trace = async (step, run) => {
  const begunMs = performance.now();
  if (step.name === 'socket message') await fetch(`${exchange.started.url}/v1/markets`);
  heldMs = performance.now() - begunMs;
  return await run();
};

beforeEach(async () => {
  observed = [];
  const metrics = idleMetrics(() => 0);
  const orderLatency = { observe: (seconds: number) => observed.push(seconds * 1_000) };
  exchange = await TradingGateway.begin({
    trace: held,
    metrics: { ...metrics, orderLatency },
  });
  client = await exchange.connect(await exchange.trader());
});

afterEach(async () => {
  await exchange.close();
  expect(exchange.started.failures).toEqual([]);
});

const order = {
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  price: 66_000,
  size: 0.01,
} as const;

describe('the time to an order’s answer', () => {
  it.each([
    ['a frame', { type: 'place_order', order }],
    ['JSON-RPC', { jsonrpc: '2.0', id: 1, method: 'placeOrder', params: order }],
  ])('counts from the arrival of %s, what came before order entry included', async (_, message) => {
    client.send(message);
    await client.next();
    expect(observed).toHaveLength(1);
    expect(observed[0]).toBeGreaterThanOrEqual(heldMs);
  });

  it('is observed once for each order over HTTP too', async () => {
    const { credentials } = await exchange.trader();
    const headers = {
      'content-type': 'application/json',
      'x-api-key': `${credentials.apiKey}:${credentials.apiSecret}`,
    };
    const post = async (path: string, body: object) => {
      const options = { method: 'POST', headers, body: JSON.stringify(body) };
      return (await fetch(`${exchange.started.url}${path}`, options)).status;
    };
    const call = (id: number) => ({ jsonrpc: '2.0', id, method: 'placeOrder', params: order });
    expect([await post('/v1/orders', order), await post('/rpc', [call(1), call(2)])]).toEqual([
      200, 200,
    ]);
    expect(observed).toHaveLength(3);
    expect(observed.every((ms) => ms > 0)).toBe(true);
  });
});
