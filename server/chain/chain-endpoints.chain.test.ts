import { afterEach, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '#scripts/dev-chain/anvil.ts';
import { limits } from '../limits.ts';
import type { ChainEndpoints } from './chain-endpoints.ts';
import { openEndpoints } from './open-endpoints.ts';

const running: Anvil[] = [];
const stops: AbortController[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) stop.abort();
  await Promise.all(running.splice(0).map((anvil) => anvil.stop()));
});

async function chainOf(port?: number): Promise<Anvil> {
  const anvil = await startAnvil(port === undefined ? {} : { port });
  running.push(anvil);
  return anvil;
}

function endpointsOf(...rpcUrls: string[]): ChainEndpoints {
  const quick = { ...limits, endpointRestMs: 1, endpointLongestRestMs: 20, endpointProbeMs: 20 };
  const logger = { error: () => undefined };
  const endpoints = openEndpoints({ rpcUrls, chainId: 1_337, limits: quick, logger });
  const stop = new AbortController();
  stops.push(stop);
  void endpoints.watch(stop.signal);
  return endpoints;
}

async function blockOf({ client }: ChainEndpoints): Promise<number | string> {
  return await client.getBlockNumber({ cacheTime: 0 }).then(Number, () => 'no answer');
}

describe('endpoints that die and come back', () => {
  it.each(['http', 'ws'])('are used again: %s', async (scheme) => {
    const first = await chainOf();
    const endpoints = endpointsOf(first.rpcUrl.replace('http', scheme));
    let heads = 0;
    endpoints.onNewHead(() => {
      heads += 1;
    });
    expect(await blockOf(endpoints)).toBe(0);
    await first.stop();
    await expect.poll(() => blockOf(endpoints)).toBe('no answer');
    await expect.poll(() => endpoints.status()[0]?.healthy, { timeout: 8_000 }).toBe(false);
    await chainOf(first.port);
    await expect.poll(() => blockOf(endpoints)).toBe(0);
    await expect.poll(() => endpoints.status()[0]?.healthy).toBe(true);
    if (scheme === 'http') return;
    // A head is announced over the new connection too.
    const before = heads;
    await endpoints.client.request({ method: 'evm_mine', params: [] } as never);
    await expect.poll(() => heads).toBeGreaterThan(before);
  });

  it('give way to one over a WebSocket', async () => {
    const [first, second] = await Promise.all([chainOf(), chainOf()]);
    const endpoints = endpointsOf(first.rpcUrl, second.rpcUrl.replace('http', 'ws'));
    expect(await blockOf(endpoints)).toBe(0);
    await first.stop();
    expect(await blockOf(endpoints)).toBe(0);
    expect(endpoints.status().map(({ healthy }) => healthy)).toEqual([false, true]);
  });
});
