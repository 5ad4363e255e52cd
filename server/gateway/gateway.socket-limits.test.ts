import { afterEach, describe, expect, it } from 'vitest';
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

describe('limits of a socket over time', () => {
  it('answers what is over the rate with an error, and serves again later', async () => {
    const { wsUrl, clock } = await start({ ratePerSecond: 10, rateBurst: 3 });
    const client = await SocketClient.connect(wsUrl);
    for (let count = 0; count < 4; count += 1) client.send({ type: 'ping' });
    const answers: ReceivedFrame[] = [];
    for (let count = 0; count < 4; count += 1) answers.push(await client.next());
    expect(answers.map(({ type }) => type)).toEqual(['pong', 'pong', 'error', 'error']);
    expect(answers[2]).toMatchObject({
      error: 'gateway/rate-limited',
      data: { retry_after_ms: 100 },
    });
    clock.advance(1_000);
    client.send({ type: 'ping' });
    expect(await client.next()).toMatchObject({ type: 'pong' });
  });

  it('closes on a client that keeps hammering with 1008', async () => {
    const { wsUrl } = await start({
      ratePerSecond: 1,
      rateBurst: 2,
      limits: { ...limits, hammerRejections: 5 },
    });
    const client = await SocketClient.connect(wsUrl);
    for (let count = 0; count < 20; count += 1) client.send({ type: 'ping' });
    expect(await client.closed).toBe(1008);
    const errors = client.texts.filter((text) => text.includes('gateway/rate-limited'));
    expect(errors).toHaveLength(5);
  });

  it.each(['ping', 'pong'] as const)('counts control frames as messages: %s', async (kind) => {
    const { wsUrl, clock } = await start({
      ratePerSecond: 1,
      rateBurst: 4,
      limits: { ...limits, hammerRejections: 5 },
    });
    const client = await SocketClient.connect(wsUrl);
    for (let count = 0; count < 5; count += 1) client.socket[kind]();
    expect(await client.next()).toMatchObject({ error: 'gateway/rate-limited' });
    clock.advance(1_000);
    client.send({ type: 'ping' });
    const answers: ReceivedFrame[] = [];
    do answers.push(await client.next());
    while (answers.at(-1)?.type !== 'pong');
    for (let count = 0; count < 20; count += 1) client.socket[kind]();
    expect(await client.closed).toBe(1008);
  });

  it('takes a message in so many pieces, and no more', async () => {
    const { wsUrl } = await start({ limits: { ...limits, messageFragments: 4 } });
    const client = await SocketClient.connect(wsUrl);
    const inPieces = (pieces: readonly string[]) => {
      pieces.forEach((piece, index) => {
        client.socket.send(piece, { fin: index === pieces.length - 1 });
      });
    };
    inPieces(['{"type":', '"pi', 'ng', '"}']);
    expect(await client.next()).toMatchObject({ type: 'pong' });
    inPieces(['{"type":', '"pi', 'n', 'g', '"}']);
    expect(await client.closed).toBe(1008);
  });

  it('closes idle connections, and keeps those that have subscribed', async () => {
    const { wsUrl, clock } = await start({ limits: { ...limits, heartbeatMs: 20 } });
    const idle = await SocketClient.connect(wsUrl);
    const listening = await SocketClient.connect(wsUrl);
    listening.send({ type: 'subscribe', channel: 'prices', symbols: ['*'] });
    await listening.flush();
    clock.advance(limits.idleMs + 1);
    expect(await idle.closed).toBe(1000);
    expect(await listening.flush()).toEqual([]);
  });

  it('drops a client that does not answer its pings', async () => {
    const { wsUrl } = await start({ limits: { ...limits, heartbeatMs: 20 } });
    const client = await SocketClient.connect(wsUrl, { autoPong: false });
    expect(await client.closed).toBe(1006);
  });

  it('tells its clients that it leaves', async () => {
    const { wsUrl, gateway } = await start();
    const client = await SocketClient.connect(wsUrl);
    await gateway.close();
    expect(await client.closed).toBe(1001);
    started = null;
  });
});
