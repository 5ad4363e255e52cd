import { markets } from '#lib/domain/market.ts';
import { openMarketRecord } from './market-record.ts';
import { createSimulatedMarket } from './simulated-market/simulated-market.ts';

/**
 * The simulated price of every market at a time, in ticks by symbol: what pools are seeded at. Begins
 * the network's simulated market when there is none yet, so that the sidecar, started later, continues
 * from these very prices.
 *
 * @throws MarketRecordError when the recorded market is damaged.
 */
export async function initialPrices({
  networkDir,
  seed,
  nowMs,
}: {
  readonly networkDir: string;
  readonly seed: number;
  readonly nowMs: number;
}): Promise<Readonly<Record<string, number>>> {
  const { key } = await openMarketRecord({ networkDir, seed, nowMs });
  const simulated = createSimulatedMarket(key, markets);
  return Object.fromEntries(
    markets.map((market) => [market.symbol, simulated.lastTrade(market, nowMs).priceTicks]),
  );
}
