import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { readServerConfig } from './config.ts';
import { openMarketFeed } from './open-market-feed.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'market-feed-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const now = () => 1_790_000_000_000;

describe('openMarketFeed', () => {
  it('simulates every market on the local network, and says so', async () => {
    const { feed, stop } = await openMarketFeed(readServerConfig({ DATA_DIR: folder }), now);
    stop();
    expect(feed.prices().map(({ symbol, simulated }) => [symbol, simulated])).toEqual([
      ['BTC-USDT', true],
      ['ETH-USDT', true],
      ['LUX-USDT', true],
    ]);
    expect(feed.candles('BTC-USDT', '1d', { limit: 300 }).length).toBe(300);
    expect(feed.sources()).toMatchObject([{ name: 'simulated', simulated: true }]);
  });

  it('has nothing to tell where no source is configured', async () => {
    const config = readServerConfig({ NETWORK: 'lux', DATA_DIR: folder });
    const { feed, stop } = await openMarketFeed(config, now);
    stop();
    feed.onUpdate(() => undefined)();
    expect([feed.seq(), feed.prices(), feed.sources(), feed.ticker('BTC-USDT')]).toEqual([
      0,
      [],
      [],
      null,
    ]);
    expect(feed.candles('BTC-USDT', '1m', { limit: 1 })).toEqual([]);
  });

  it('simulates on no other network, whatever the configuration claims', async () => {
    const config = readServerConfig({ NETWORK: 'lux', DATA_DIR: folder });
    const forged = { ...config, priceSource: 'simulated', developmentFeatures: true } as const;
    await expect(openMarketFeed(forged, now)).rejects.toThrow(ConfigurationError);
  });
});
