import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createStreamClient, type StreamClient } from '#lib/client/stream-client.ts';
import { type StartedGateway, startGateway } from '#scripts/testing/started-gateway.ts';

const CLIENTS = process.env.SOAK === '1' ? 2_000 : 100;
const PATIENCE = { timeout: 10_000, interval: 20 };

let started: StartedGateway | null = null;
const clients: StreamClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await started?.gateway.close();
  expect(started?.failures ?? []).toEqual([]);
  started = null;
});

/** A gateway on the machine's time, so that its successor counts on from where it stood. */
async function start(port = 0): Promise<StartedGateway> {
  started = await startGateway({ port, now: () => Date.now(), connectionsPerIp: CLIENTS });
  return started;
}

/** What a client has been told of one market, in order. */
function follow(url: string) {
  const prices: number[] = [];
  const client = createStreamClient({
    url,
    WebSocketImpl: WebSocket,
    timings: { backoffBaseMs: 20, backoffCapMs: 200 },
  });
  client.subscribePrices(['BTC-USDT'], ({ data }) => prices.push(data.priceTicks));
  clients.push(client);
  return { client, prices };
}

describe('a restart under many clients', { timeout: 60_000 }, () => {
  it('brings all of them back, each with the newest state and nothing twice', async () => {
    const first = await start();
    first.feed.trade('BTC-USDT', 1);
    const followers = Array.from({ length: CLIENTS }, () => follow(first.wsUrl));
    const lasts = () => new Set(followers.map(({ prices }) => prices.at(-1)));
    await expect.poll(lasts, PATIENCE).toEqual(new Set([1]));
    first.feed.trade('BTC-USDT', 2);
    await expect.poll(lasts, PATIENCE).toEqual(new Set([2]));

    const port = Number(new URL(first.url).port);
    await first.gateway.close();
    const waiting = () => followers.filter(({ client }) => client.state().status !== 'open').length;
    await expect.poll(waiting, PATIENCE).toBe(CLIENTS);

    const second = await start(port);
    second.feed.trade('BTC-USDT', 3);
    await expect.poll(lasts, PATIENCE).toEqual(new Set([3]));
    second.feed.trade('BTC-USDT', 4);
    await expect.poll(lasts, PATIENCE).toEqual(new Set([4]));
    for (const { prices } of followers) expect(prices).toEqual([1, 2, 3, 4]);
  });
});
