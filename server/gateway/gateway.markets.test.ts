import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SocketClient } from '#scripts/testing/socket-client.ts';
import { type ApiTrader, TradingGateway } from '#scripts/testing/trading-gateway.ts';
import { HALTED, type MarketState, OPEN, POST_ONLY, PRE_OPEN } from '#server/engine/index.ts';

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

async function become(state: MarketState): Promise<void> {
  await exchange.exchange.port.execute({ kind: 'set-market-state', market: 1, state });
}

async function read(path: string) {
  return await (await fetch(`${exchange.started.url}${path}`)).json();
}

async function place(trader: ApiTrader, order: object): Promise<void> {
  const socket = await exchange.connect(trader);
  socket.send({ type: 'place_order', order: { symbol: BTC, type: 'limit', ...order } });
  expect(await socket.next()).toMatchObject({ type: 'order_update', data: { success: true } });
  socket.socket.close();
}

describe('what a market takes', () => {
  it('is streamed: as it is, and whenever it changes', async () => {
    client.send({ type: 'subscribe', channel: 'markets', symbols: [BTC] });
    expect(await client.next()).toMatchObject({ type: 'subscribed' });
    expect(await client.next()).toMatchObject({
      type: 'market_update',
      data: { symbol: BTC, status: 'open', auction: null, snapshot: true },
    });
    for (const [state, status] of [
      [HALTED, 'halted'],
      [POST_ONLY, 'post_only'],
      [OPEN, 'open'],
    ] as const) {
      await become(state);
      expect(await client.next()).toMatchObject({
        type: 'market_update',
        data: { symbol: BTC, status, snapshot: false },
      });
    }
  });

  it('is told by the markets over REST and JSON-RPC', async () => {
    await become(HALTED);
    expect(await read(`/v1/markets/${BTC}`)).toMatchObject({ status: 'halted', auction: null });
    const { markets } = await read('/v1/markets');
    expect(markets[0]).toMatchObject({ symbol: BTC, status: 'halted' });
    client.send({ jsonrpc: '2.0', id: 1, method: 'lx_getMarkets' });
    const answer = await client.next();
    expect(answer).not.toHaveProperty('error');
    expect(answer.result).toMatchObject([
      { symbol: BTC, tickSize: 0.01, lotSize: 0.0001, status: 'halted', auction: null },
      { symbol: 'ETH-USDT' },
      { symbol: 'LUX-USDT' },
    ]);
  });

  it('comes with what its auction would do while orders are collected', async () => {
    const [buyer, seller] = [await exchange.trader(), await exchange.trader()];
    await become(PRE_OPEN);
    client.send({ type: 'subscribe', channel: 'markets', symbols: [BTC] });
    await client.nextWhere(({ type }) => type === 'market_update');
    await place(buyer, { side: 'buy', price: 66_000, size: 0.02 });
    await place(seller, { side: 'sell', price: 65_990, size: 0.01 });
    const crossed = await client.nextWhere(({ data }) => data?.auction !== null);
    expect(crossed.data).toMatchObject({
      status: 'pre_open',
      auction: { price: 66_000, size: 0.01 },
    });
    await become(OPEN);
    const opened = await client.nextWhere(({ data }) => data?.status === 'open');
    expect(opened.data).toMatchObject({ auction: null });
  });
});

describe('how many orders stand at a price', () => {
  const whole = { symbol: BTC, bids: [{ price: 66_000, size: 0.03, count: 2 }] };

  it('is told by the stream beside levels, and by every book that is whole', async () => {
    const trader = await exchange.trader();
    await place(trader, { side: 'buy', price: 66_000, size: 0.01 });
    await place(trader, { side: 'buy', price: 66_000, size: 0.02 });
    client.send({ type: 'subscribe', channel: 'orderbook', symbols: [BTC] });
    const { data } = await client.nextWhere(({ type }) => type === 'orderbook_update');
    expect(data).toMatchObject({
      bids: [[66_000, 0.03]],
      bid_counts: [2],
      asks: [],
      ask_counts: [],
    });
    client.send({ type: 'subscribe', channel: `orderbook:${BTC}` });
    const short = await client.nextWhere(({ channel }) => channel === `orderbook:${BTC}`);
    expect(short.data).toMatchObject(whole);
    expect(await read(`/v1/markets/${BTC}/orderbook`)).toMatchObject(whole);
    client.send({ jsonrpc: '2.0', id: 1, method: 'getOrderBook', params: { symbol: BTC } });
    expect((await client.nextWhere(({ id }) => id === 1)).result).toMatchObject(whole);
  });
});
