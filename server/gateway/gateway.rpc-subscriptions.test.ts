import { afterEach, describe, expect, it } from 'vitest';
import { SocketClient } from '#scripts/testing/socket-client.ts';
import { type StartedGateway, startGateway } from '#scripts/testing/started-gateway.ts';
import { limits } from '../limits.ts';

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

describe('JSON-RPC subscriptions', () => {
  const subscribe = (id: number, params: object) => ({
    jsonrpc: '2.0',
    id,
    method: 'subscribe',
    params,
  });

  it('push whole frames with the members of their data beside it, after the answer', async () => {
    const { wsUrl, feed } = await start();
    feed.trade('BTC-USDT', 6_742_150);
    const client = await SocketClient.connect(wsUrl);
    client.send(subscribe(1, { channel: 'prices', symbol: 'BTC-USD' }));
    expect(await client.next()).toEqual({
      jsonrpc: '2.0',
      id: 1,
      result: { channel: 'prices', symbols: ['BTC-USDT'] },
    });
    const snapshot = await client.next();
    expect(snapshot).toMatchObject({
      channel: 'prices:BTC-USD',
      data: { symbol: 'BTC-USDT', price: 67_421.5, snapshot: true },
      seq: expect.any(Number),
      timestamp: expect.any(Number),
    });
    expect(snapshot).toMatchObject(snapshot.data ?? {});
    expect(snapshot).not.toHaveProperty('type');
    feed.trade('BTC-USDT', 6_742_160);
    expect(await client.next()).toMatchObject({ price: 67_421.6, prev_sequence: 1, sequence: 2 });
  });

  it('begin after the answer to the batch that holds them, each stream once', async () => {
    const { wsUrl, chain, clock } = await start();
    chain.mine(41, clock.now());
    const client = await SocketClient.connect(wsUrl);
    const blocks = { channel: 'blocks' };
    client.send([subscribe(1, blocks), subscribe(2, blocks), subscribe(3, { channel: 'trades' })]);
    expect(await client.next()).toMatchObject([
      { id: 1, result: { channel: 'blocks', symbols: [] } },
      { id: 2, result: { channel: 'blocks', symbols: [] } },
      { id: 3, error: { data: { code: 'gateway/not-available' } } },
    ]);
    expect(await client.flush()).toMatchObject([{ channel: 'blocks', number: 41 }]);
    chain.mine(42, clock.now());
    expect(await client.flush()).toMatchObject([{ channel: 'blocks', number: 42 }]);
  });

  it('are ended by JSON-RPC alone, or with everything of their channel', async () => {
    const { wsUrl, feed } = await start();
    const client = await SocketClient.connect(wsUrl);
    const ended = { jsonrpc: '2.0', id: 2, method: 'unsubscribe', params: { channel: 'prices' } };
    client.send(subscribe(1, { channel: 'prices' }));
    client.send({ type: 'subscribe', channel: 'prices', symbols: ['BTC-USDT'] });
    client.send(ended);
    await client.flush();
    feed.trade('BTC-USDT', 5);
    expect(await client.flush()).toMatchObject([{ type: 'price_update' }]);
    client.send(subscribe(3, { channel: 'prices', symbol: 'ETH-USDT' }));
    client.send({ type: 'unsubscribe', channel: 'prices' });
    await client.flush();
    feed.trade('BTC-USDT', 6);
    feed.trade('ETH-USDT', 6);
    expect(await client.flush()).toEqual([]);
  });

  it('count among the subscriptions of the socket, within a batch too', async () => {
    const few = { ...limits, subscriptionsPerSocket: 4 };
    const { wsUrl } = await start({ limits: few });
    const client = await SocketClient.connect(wsUrl);
    client.send([
      subscribe(1, { channel: 'prices' }),
      subscribe(2, { channel: 'blocks' }),
      subscribe(3, { channel: 'candles:1m', symbol: 'BTC-USDT' }),
    ]);
    expect(await client.next()).toMatchObject([
      { id: 1, result: {} },
      { id: 2, result: {} },
      { id: 3, error: { data: { code: 'gateway/too-many-subscriptions', max_subscriptions: 4 } } },
    ]);
  });
});
