import { markets } from '#lib/domain/market.ts';
import { assertDevelopmentNetwork } from '#lib/env/exchange-env.ts';
import type { ServerConfig } from './config.ts';
import type { MarketFeed } from './gateway/index.ts';
import { createMarketData, readHistory, runMarketData } from './market-data/index.ts';
import { createSimulatedMarket, openMarketRecord } from './oracle/index.ts';

export type OpenMarketFeed = {
  readonly feed: MarketFeed;
  readonly stop: () => void;
};

/**
 * Market data from the configured source of prices.
 *
 * @throws ConfigurationError when simulated prices are asked for on a network that is not for
 *   development; MarketRecordError when the recorded market is damaged.
 */
export async function openMarketFeed(
  config: ServerConfig,
  now: () => number,
): Promise<OpenMarketFeed> {
  if (config.priceSource === 'none') return { feed: noMarketFeed, stop: () => undefined };
  assertDevelopmentNetwork(config);
  const { networkDir, simSeed: seed } = config;
  const { key } = await openMarketRecord({ networkDir, seed, nowMs: now() });
  const history = createSimulatedMarket(key, markets);
  const marketData = createMarketData({ markets, history, now });
  await readHistory(marketData);
  return { feed: marketData, stop: runMarketData(marketData) };
}

/** Where no source is configured there are no prices, and everybody is told so. */
const noMarketFeed: MarketFeed = {
  seq: () => 0,
  prices: () => [],
  candles: () => [],
  tradedSinceMs: () => null,
  ticker: () => null,
  sources: () => [],
  onUpdate: () => () => undefined,
};
