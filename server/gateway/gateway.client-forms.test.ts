import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SocketClient } from '#scripts/testing/socket-client.ts';
import { TradingGateway } from '#scripts/testing/trading-gateway.ts';

let exchange: TradingGateway;
let client: SocketClient;

beforeEach(async () => {
  exchange = await TradingGateway.begin();
  client = await SocketClient.connect(exchange.started.wsUrl);
});

afterEach(async () => {
  client.socket.close();
  await exchange.close();
  expect(exchange.started.failures).toEqual([]);
});

const BTC = 'BTC-USDT';

describe('subscriptions as clients write them', () => {
  it('name several channels with their symbols', async () => {
    client.send({ type: 'subscribe', channels: ['trades', 'markets'], symbols: ['BTC-USD'] });
    expect(await client.next()).toMatchObject({
      type: 'subscribed',
      data: {
        channel: 'trades',
        symbols: [BTC],
        channels: [
          { channel: 'trades', symbols: [BTC] },
          { channel: 'markets', symbols: [BTC] },
        ],
      },
    });
    expect(await client.next()).toMatchObject({ type: 'trade_update' });
    expect(await client.next()).toMatchObject({ type: 'market_update' });
  });

  it('name several channels in the short form', async () => {
    const channels = [`markets:${BTC}`, 'markets:ETH-USD'];
    client.send({ type: 'subscribe', channels });
    expect(await client.next()).toMatchObject({ type: 'subscribed' });
    expect(await client.next()).toMatchObject({ channel: `markets:${BTC}`, data: { symbol: BTC } });
  });

  it('name one channel and one symbol', async () => {
    client.send({ type: 'subscribe', channel: 'orderbook', symbol: BTC, depth: 20 });
    expect(await client.next()).toMatchObject({
      type: 'subscribed',
      data: { channel: 'orderbook', symbols: [BTC] },
    });
    expect((await client.next()).data).toMatchObject({ symbol: BTC, depth: 20, snapshot: true });
  });

  it.each([{ symbols: [BTC] }, { symbol: BTC }])(
    'name a market alone, and mean all that moves it: %o',
    async (named) => {
      client.send({ type: 'subscribe', ...named });
      const { data } = await client.next();
      expect(data?.channels).toEqual(
        ['prices', 'orderbook', 'trades'].map((channel) => ({ channel, symbols: [BTC] })),
      );
      client.send({ type: 'unsubscribe', ...named, request_id: 'end' });
      const ended = await client.nextWhere(({ request_id: id }) => id === 'end');
      expect(ended.data).toEqual(data);
      expect(await client.flush()).toEqual([]);
    },
  );

  it.each([
    [{}, 'channel'],
    [{ channels: [] }, 'channels'],
    [{ channels: new Array(17).fill('trades') }, 'channels'],
    [{ channels: 'trades' }, 'channels'],
    [{ channel: 'trades', channels: ['trades'] }, 'channels'],
    [{ channel: 'trades', symbol: BTC, symbols: [BTC] }, 'symbol'],
    [{ channels: [`trades:${BTC}`], symbols: [BTC] }, 'symbols'],
  ])('that mean nothing are refused with what is wrong: %o', async (named, field) => {
    client.send({ type: 'subscribe', ...named, request_id: 'wrong' });
    expect(await client.next()).toMatchObject({
      type: 'error',
      error: 'gateway/invalid-message',
      request_id: 'wrong',
      data: { field },
    });
  });

  it('are made whole or not at all', async () => {
    client.send({ type: 'subscribe', channels: ['trades', 'dreams'], symbols: [BTC] });
    expect(await client.next()).toMatchObject({ error: 'gateway/unknown-channel' });
    client.send({ type: 'subscribe', channels: ['trades', 'orders'], symbols: [BTC] });
    expect(await client.next()).toMatchObject({ error: 'auth/required' });
    expect(await client.flush()).toEqual([]);
  });
});

describe('the network', () => {
  it('is told with whose signature is under receipts', async () => {
    const answer = await (await fetch(`${exchange.started.url}/v1/network`)).json();
    expect(answer.operator).toBe('0x00000000000000000000000000000000000000aB');
  });
});
