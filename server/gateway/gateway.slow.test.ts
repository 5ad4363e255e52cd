import { setImmediate as turn } from 'node:timers';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { type ReceivedFrame, SocketClient } from '#scripts/testing/socket-client.ts';
import { type StartedGateway, startGateway } from '#scripts/testing/started-gateway.ts';
import { limits } from '../limits.ts';

const nextTurn = promisify(turn);

/** More bytes than all buffers between server and client hold: 200 frames of some 90 kB. */
const UPDATES = 200;
const CANDLES = 1_000;

let started: StartedGateway | null = null;

afterEach(async () => {
  await started?.gateway.close();
  expect(started?.failures ?? []).toEqual([]);
  started = null;
});

async function announceALot({ feed }: StartedGateway): Promise<void> {
  for (let seq = 1; seq <= UPDATES; seq += 1) {
    const candles = Array.from({ length: CANDLES }, (_, minute) => ({
      symbol: 'BTC-USDT',
      interval: '1m' as const,
      candle: {
        startMs: minute * 60_000,
        openTicks: seq,
        highTicks: seq,
        lowTicks: seq,
        closeTicks: seq,
        volumeLots: seq,
      },
    }));
    feed.announce({ seq, timestampMs: seq, prices: [], candles });
    await nextTurn();
  }
}

async function subscribed({ wsUrl }: StartedGateway): Promise<SocketClient> {
  const client = await SocketClient.connect(wsUrl);
  client.send({ type: 'subscribe', channel: 'candles:1m', symbols: ['BTC-USDT'] });
  const [, snapshot] = await client.flush();
  expect(snapshot?.data).toMatchObject({ sequence: 0, snapshot: true });
  return client;
}

/** Receives up to the last update; every frame goes on from the one before, or is a snapshot. */
async function receiveAll(client: SocketClient): Promise<ReceivedFrame[]> {
  const frames: ReceivedFrame[] = [];
  let sequence: unknown = 0;
  while (sequence !== UPDATES) {
    const frame = await client.next();
    if (frame.data?.snapshot !== true) expect(frame.data?.prev_sequence).toBe(sequence);
    sequence = frame.data?.sequence;
    frames.push(frame);
  }
  return frames;
}

describe('a client that does not keep up', { timeout: 20_000 }, () => {
  it('gets one newer snapshot in place of what it missed, while others get everything', async () => {
    started = await startGateway();
    const slow = await subscribed(started);
    const quick = await subscribed(started);
    const whole = receiveAll(quick);
    slow.socket.pause();
    await announceALot(started);
    slow.socket.resume();
    const received = await receiveAll(slow);
    expect(received.length).toBeLessThan(UPDATES);
    expect(received.at(-1)?.data).toMatchObject({ sequence: UPDATES, snapshot: true });
    expect((await whole).map(({ data }) => data?.snapshot)).not.toContain(true);
  });

  it('is disconnected with 1013 when it does not recover', async () => {
    started = await startGateway();
    const stuck = await subscribed(started);
    stuck.socket.pause();
    await announceALot(started);
    started.clock.advance(limits.outboundStallMs + 1);
    started.feed.announce({
      seq: UPDATES + 1,
      timestampMs: 1,
      prices: [],
      candles: [
        {
          symbol: 'BTC-USDT',
          interval: '1m',
          candle: {
            startMs: 1,
            openTicks: 1,
            highTicks: 1,
            lowTicks: 1,
            closeTicks: 1,
            volumeLots: 1,
          },
        },
      ],
    });
    stuck.socket.resume();
    expect(await stuck.closed).toBe(1013);
  });

  it('is disconnected with 1013 when it asks for more answers than it reads', async () => {
    started = await startGateway();
    const greedy = await SocketClient.connect(started.wsUrl);
    greedy.socket.pause();
    const calls = Array.from({ length: 100 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'nope' }));
    for (let count = 0; count < 1_000; count += 1) {
      greedy.send(calls);
      if (count % 10 === 0) await nextTurn();
    }
    greedy.socket.resume();
    expect(await greedy.closed).toBe(1013);
  });
});
