import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { decodeServerFrame } from '#lib/protocol/frames/server-frame.ts';
import { type ReceivedFrame, SocketClient } from '#scripts/testing/socket-client.ts';
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

/** The HTTP status with which a connection is refused, and the code in the answer's body. */
async function refusal(url: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(url, { headers });
  const [, response] = await once(socket, 'unexpected-response');
  let text = '';
  for await (const bytes of response) text += bytes;
  return { status: response.statusCode, error: JSON.parse(text).error, headers: response.headers };
}

/** An exchange that has released one command more with each call of `step`. */
function steppedExchange(firstSeq = 10) {
  let seq = firstSeq;
  return {
    exchange: { seq: () => seq, read: () => Promise.reject(new Error('nobody reads')) },
    step: () => {
      seq += 1;
      return seq;
    },
  };
}

function positions(frames: readonly ReceivedFrame[]) {
  return frames.map(({ data }) => [data?.sequence, data?.prev_sequence, data?.snapshot]);
}

describe('connecting', () => {
  it('greets with version, network and limits, in the documented form', async () => {
    const { wsUrl } = await start();
    const client = new SocketClient(wsUrl);
    await once(client.socket, 'message');
    const [text = ''] = client.texts;
    expect(decodeServerFrame(parseJson(text))).toMatchObject({
      type: 'connected',
      data: { version: '9.9.9', network: 'local', chain_id: 1337, simulated_prices: true },
    });
  });

  it('accepts any path on the port that is for WebSocket, and only /ws on the other', async () => {
    const { wsUrl, wsPortUrl } = await start();
    await (await SocketClient.connect(wsPortUrl)).close();
    await (await SocketClient.connect(`${wsUrl}?from=test`)).close();
    expect(await refusal(wsUrl.replace('/ws', '/other'))).toMatchObject({
      status: 404,
      error: 'gateway/not-found',
    });
  });

  it('lets in the listed origins and clients without one, and no others', async () => {
    const { wsUrl } = await start();
    const page = await SocketClient.connect(wsUrl, { origin: 'https://lux.exchange' });
    await page.close();
    for (const origin of ['https://evil.example', 'null']) {
      expect(await refusal(wsUrl, { origin })).toMatchObject({
        status: 403,
        error: 'gateway/origin-not-allowed',
      });
    }
  });

  it('bounds the connections of one client, and counts those that have ended no more', async () => {
    const { wsUrl } = await start({ connectionsPerIp: 2 });
    const first = await SocketClient.connect(wsUrl);
    await SocketClient.connect(wsUrl);
    expect(await refusal(wsUrl)).toMatchObject({
      status: 429,
      error: 'gateway/too-many-connections',
    });
    await first.close();
    await expect
      .poll(async () => {
        const client = new SocketClient(wsUrl);
        return await Promise.race([once(client.socket, 'open').then(() => 'open'), client.closed]);
      })
      .toBe('open');
  });

  it('counts open connections', async () => {
    const { wsUrl, url } = await start();
    const client = await SocketClient.connect(wsUrl);
    const active = async () =>
      /dex_ws_connections_active (\d+)/.exec(await (await fetch(`${url}/metrics`)).text())?.[1];
    expect(await active()).toBe('1');
    await client.close();
    await expect.poll(active).toBe('0');
  });
});

describe('the native dialect', () => {
  it('answers ping with pong and the request id', async () => {
    const { wsUrl, clock } = await start();
    const client = await SocketClient.connect(wsUrl);
    client.send({ type: 'ping', request_id: 'abc' });
    expect(await client.next()).toEqual({
      type: 'pong',
      request_id: 'abc',
      timestamp: clock.now(),
      seq: expect.any(Number),
    });
  });

  it('sends a snapshot, then deltas that name their predecessors', async () => {
    const { wsUrl, feed } = await start();
    feed.trade('BTC-USDT', 6_742_100);
    const client = await SocketClient.connect(wsUrl);
    client.send({ type: 'subscribe', channel: 'prices', symbols: ['BTC-USD'], request_id: 'r' });
    expect(await client.next()).toMatchObject({
      type: 'subscribed',
      data: { channel: 'prices', symbols: ['BTC-USDT'] },
      request_id: 'r',
    });
    await client.flush();
    feed.trade('BTC-USDT', 6_742_150);
    feed.trade('ETH-USDT', 350_000);
    feed.trade('BTC-USDT', 6_742_200);
    const frames = await client.flush();
    expect(positions(frames)).toEqual([
      [2, 1, false],
      [3, 2, false],
    ]);
    expect(frames.map(({ data }) => data?.price)).toEqual([67_421.5, 67_422]);
  });

  it('sends the snapshot of all markets for a star', async () => {
    const { wsUrl, feed } = await start();
    for (const symbol of ['BTC-USDT', 'ETH-USDT', 'LUX-USDT']) feed.trade(symbol, 5);
    const client = await SocketClient.connect(wsUrl);
    client.send({ type: 'subscribe', channel: 'prices', symbols: ['*'] });
    const [subscribed, ...snapshots] = await client.flush();
    expect(subscribed).toMatchObject({ data: { symbols: ['BTC-USDT', 'ETH-USDT', 'LUX-USDT'] } });
    expect(snapshots.map(({ data }) => [data?.symbol, data?.snapshot])).toEqual([
      ['BTC-USDT', true],
      ['ETH-USDT', true],
      ['LUX-USDT', true],
    ]);
  });

  it('makes the first frame of a stream without state yet a snapshot', async () => {
    const { wsUrl, feed } = await start();
    const client = await SocketClient.connect(wsUrl);
    client.send({ type: 'subscribe', channel: 'prices', symbols: ['LUX-USDT'] });
    expect(await client.flush()).toMatchObject([{ type: 'subscribed' }]);
    feed.trade('LUX-USDT', 1);
    feed.trade('LUX-USDT', 2);
    expect(positions(await client.flush())).toEqual([
      [1, undefined, true],
      [2, 1, false],
    ]);
  });

  it('streams candles, a closed one and its successor in one frame', async () => {
    const { wsUrl, feed, clock } = await start();
    feed.trade('ETH-USDT', 350_000);
    const client = await SocketClient.connect(wsUrl);
    client.send({ type: 'subscribe', channel: 'candles:1m', symbols: ['ETH-USDT'] });
    const [, snapshot] = await client.flush();
    expect(snapshot).toMatchObject({
      type: 'candle_update',
      data: { symbol: 'ETH-USDT', interval: '1m', candles: [{ open: 3500, close: 3500 }] },
    });
    const candle = (startMs: number, closeTicks: number) => ({
      symbol: 'ETH-USDT',
      interval: '1m' as const,
      candle: {
        startMs,
        openTicks: 1,
        highTicks: closeTicks,
        lowTicks: 1,
        closeTicks,
        volumeLots: 1,
      },
    });
    const startMs = clock.now();
    feed.announce({
      seq: 99,
      timestampMs: startMs,
      prices: [],
      candles: [candle(startMs, 7), candle(startMs + 60_000, 8)],
    });
    const [delta, ...others] = await client.flush();
    expect(others).toEqual([]);
    expect(delta?.data?.candles).toMatchObject([{ close: 0.07 }, { close: 0.08 }]);
  });

  it('streams the heads of the chain', async () => {
    const { wsUrl, chain, clock } = await start();
    chain.mine(41, clock.now());
    const client = await SocketClient.connect(wsUrl);
    client.send({ type: 'subscribe', channel: 'blocks', symbols: [] });
    chain.mine(42, clock.now());
    await expect.poll(() => client.texts.length).toBeGreaterThanOrEqual(2);
    const [subscribed, ...frames] = await client.flush();
    expect(subscribed).toMatchObject({ data: { channel: 'blocks', symbols: [] } });
    expect(frames.at(-1)).toMatchObject({
      type: 'block_update',
      data: { number: 42, base_fee: '7', hash: `0x${(42).toString(16).padStart(64, '0')}` },
    });
  });

  it('gives the short form whole frames without a type', async () => {
    const { wsUrl, feed } = await start();
    feed.trade('BTC-USDT', 6_742_150);
    const client = await SocketClient.connect(wsUrl);
    client.send({ type: 'subscribe', channel: 'prices:BTC-USDT' });
    const [, snapshot] = await client.flush();
    expect(Object.keys(snapshot ?? {})).toEqual(['channel', 'data', 'seq', 'timestamp']);
    expect(snapshot).toMatchObject({ channel: 'prices:BTC-USDT', data: { price: 67_421.5 } });
  });

  it('stops at once when it is told to', async () => {
    const { wsUrl, feed } = await start();
    const client = await SocketClient.connect(wsUrl);
    client.send({ type: 'subscribe', channel: 'prices', symbols: ['*'] });
    client.send({ type: 'subscribe', channel: 'prices:ETH-USDT' });
    client.send({ type: 'unsubscribe', channel: 'prices', symbols: ['BTC-USDT'], request_id: 'u' });
    const frames = await client.flush();
    expect(frames.at(-1)).toMatchObject({
      type: 'unsubscribed',
      data: { channel: 'prices', symbols: ['BTC-USDT'] },
      request_id: 'u',
    });
    feed.trade('BTC-USDT', 5);
    feed.trade('LUX-USDT', 5);
    expect((await client.flush()).map(({ data }) => data?.symbol)).toEqual(['LUX-USDT']);
    client.send({ type: 'unsubscribe', channel: 'prices' });
    await client.flush();
    for (const symbol of ['BTC-USDT', 'ETH-USDT', 'LUX-USDT']) feed.trade(symbol, 6);
    expect(await client.flush()).toEqual([]);
  });

  it('gives one whole price list to everybody, serialised once', async () => {
    const { wsUrl, feed } = await start();
    const clients = await Promise.all(Array.from({ length: 5 }, () => SocketClient.connect(wsUrl)));
    for (const client of clients)
      client.send({ type: 'subscribe', channel: 'prices', symbols: ['*'] });
    for (const client of clients) await client.flush();
    let conversions = 0;
    const announced = {
      symbol: 'BTC-USDT',
      get priceTicks() {
        conversions += 1;
        return 7;
      },
      bidTicks: 6,
      askTicks: 8,
      volumeLots24h: 1,
      changeBps24h: 0,
      timestampMs: 1,
      simulated: true,
    };
    feed.trade('BTC-USDT', 5);
    for (const client of clients) await client.flush();
    feed.announce({ seq: 50, timestampMs: 1, prices: [announced], candles: [] });
    for (const client of clients) {
      expect(await client.flush()).toMatchObject([{ data: { price: 0.07 } }]);
    }
    expect(conversions).toBe(1);
  });
});

describe('coming back', () => {
  it('gets what was missed, in order and without a gap', async () => {
    const { exchange, step } = steppedExchange();
    const { wsUrl, feed } = await start({ exchange });
    const trade = (ticks: number) => {
      step();
      feed.trade('BTC-USDT', ticks);
    };
    trade(1);
    const first = await SocketClient.connect(wsUrl);
    first.send({ type: 'subscribe', channel: 'prices', symbols: ['BTC-USDT'] });
    const seen = await first.flush();
    await first.close();
    for (const ticks of [2, 3, 4]) trade(ticks);
    const second = await SocketClient.connect(wsUrl);
    const fromSeq = seen.at(-1)?.seq;
    second.send({ type: 'subscribe', channel: 'prices', symbols: ['BTC-USDT'], from_seq: fromSeq });
    const [, ...missed] = await second.flush();
    expect(positions(missed)).toEqual([
      [2, 1, false],
      [3, 2, false],
      [4, 3, false],
    ]);
    trade(5);
    expect(positions(await second.flush())).toEqual([[5, 4, false]]);
  });

  it('gets a snapshot when that is too long ago, or a number that was never given', async () => {
    const { exchange, step } = steppedExchange(10);
    const { wsUrl, feed } = await start({ exchange, limits: { ...limits, replayFrames: 3 } });
    const client = await SocketClient.connect(wsUrl);
    for (const ticks of [1, 2, 3, 4, 5, 6]) {
      step();
      feed.trade('BTC-USDT', ticks);
    }
    for (const fromSeq of [0, 10, 11, Number.MAX_SAFE_INTEGER]) {
      const asked = { symbols: ['BTC-USDT'], from_seq: fromSeq };
      client.send({ type: 'subscribe', channel: 'prices', ...asked });
      const [, ...frames] = await client.flush();
      expect(positions(frames)).toEqual([[6, undefined, true]]);
    }
    client.send({ type: 'subscribe', channel: 'prices', symbols: ['BTC-USDT'], from_seq: 14 });
    const [, ...frames] = await client.flush();
    expect(positions(frames)).toEqual([
      [5, 4, false],
      [6, 5, false],
    ]);
  });

  it('gets nothing when nothing was missed', async () => {
    const { exchange, step } = steppedExchange();
    const { wsUrl, feed } = await start({ exchange });
    const seq = step();
    feed.trade('BTC-USDT', 1);
    const client = await SocketClient.connect(wsUrl);
    client.send({ type: 'subscribe', channel: 'prices', symbols: ['BTC-USDT'], from_seq: seq });
    expect(await client.flush()).toMatchObject([{ type: 'subscribed' }]);
    step();
    feed.trade('BTC-USDT', 2);
    expect(positions(await client.flush())).toEqual([[2, 1, false]]);
  });
});

describe('refusing', () => {
  it.each([
    [{ type: 'nonsense', request_id: 'x' }, 'gateway/unknown-type'],
    [{ type: 'open_position', request_id: 'x' }, 'gateway/not-available'],
    [{ type: 'get_positions', request_id: 'x' }, 'gateway/not-available'],
    [{ type: 'place_order', request_id: 'x', order: {} }, 'gateway/invalid-message'],
    [{ type: 'cancel_order', request_id: 'x', order_id: 7 }, 'auth/required'],
    [{ type: 'get_orders', request_id: 'x' }, 'auth/required'],
    [{ type: 'subscribe', request_id: 'x', channel: 'orders' }, 'auth/required'],
    [{ type: 'subscribe', request_id: 'x', channel: 'margin' }, 'gateway/not-available'],
    [{ type: 'auth', request_id: 'x', token: 't' }, 'auth/invalid-token'],
    [{ type: 'subscribe', request_id: 'x', channel: 'weather' }, 'gateway/unknown-channel'],
    [{ type: 'subscribe', request_id: 'x', channel: 'prices:DOGE-USDT' }, 'gateway/unknown-symbol'],
    [
      { type: 'subscribe', request_id: 'x', channel: 'prices', symbols: ['BTC-USDT', '__proto__'] },
      'gateway/unknown-symbol',
    ],
    [
      { type: 'subscribe', request_id: 'x', channel: 'prices:BTC-USDT', symbols: [] },
      'gateway/invalid-message',
    ],
    [{ type: 'subscribe', request_id: 'x', channel: 7 }, 'gateway/invalid-message'],
  ])('%j gets a coded error that names the request', async (frame, error) => {
    const { wsUrl } = await start();
    const client = await SocketClient.connect(wsUrl);
    client.send(frame);
    expect(await client.next()).toMatchObject({
      type: 'error',
      error,
      request_id: 'x',
      message: expect.stringMatching(/\.$/),
      seq: expect.any(Number),
      timestamp: expect.any(Number),
    });
  });

  it('subscribes to nothing when one of the symbols is wrong', async () => {
    const { wsUrl, feed } = await start();
    const client = await SocketClient.connect(wsUrl);
    client.send({ type: 'subscribe', channel: 'prices', symbols: ['BTC-USDT', 'X'] });
    await client.flush();
    feed.trade('BTC-USDT', 1);
    expect(await client.flush()).toEqual([]);
  });

  it('bounds subscriptions', async () => {
    const { wsUrl } = await start({ limits: { ...limits, subscriptionsPerSocket: 4 } });
    const client = await SocketClient.connect(wsUrl);
    client.send({ type: 'subscribe', channel: 'prices', symbols: ['*'] });
    client.send({ type: 'subscribe', channel: 'candles:1m', symbols: ['*'] });
    client.send({ type: 'subscribe', channel: 'prices', symbols: ['*'] });
    client.send({ type: 'subscribe', channel: 'blocks', symbols: [] });
    expect((await client.flush()).map(({ type, error }) => error ?? type)).toEqual([
      'subscribed',
      'gateway/too-many-subscriptions',
      'subscribed',
      'subscribed',
    ]);
  });

  it('refuses binary frames with a code and goes on', async () => {
    const { wsUrl } = await start();
    const client = await SocketClient.connect(wsUrl);
    client.socket.send(Buffer.from([0, 255, 1, 254]));
    expect(await client.next()).toMatchObject({ type: 'error', error: 'gateway/binary-frame' });
    expect(await client.flush()).toEqual([]);
  });

  it('closes on messages that are too large with 1009', async () => {
    const { wsUrl } = await start();
    const client = await SocketClient.connect(wsUrl);
    client.sendText(JSON.stringify({ type: 'ping', padding: 'x'.repeat(limits.payloadBytes) }));
    expect(await client.closed).toBe(1009);
  });
});

describe('JSON-RPC on the socket', () => {
  it('answers beside the native dialect', async () => {
    const { wsUrl } = await start();
    const client = await SocketClient.connect(wsUrl);
    client.send({ jsonrpc: '2.0', id: 'a', method: 'lx_ping' });
    client.send({ type: 'ping' });
    client.send([
      { jsonrpc: '2.0', id: 1, method: 'lx_ping' },
      { jsonrpc: '2.0', id: 2, method: 'getPositions' },
    ]);
    expect(await client.next()).toEqual({ jsonrpc: '2.0', id: 'a', result: 'pong' });
    expect(await client.next()).toMatchObject({ type: 'pong' });
    expect(await client.next()).toMatchObject([
      { id: 1, result: 'pong' },
      { id: 2, error: { code: -32004, data: { code: 'gateway/not-available' } } },
    ]);
  });
});
