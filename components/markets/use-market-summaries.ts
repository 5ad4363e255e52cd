import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import type { Ticker } from '#lib/domain/ticker.ts';
import {
  createMarketSummariesStore,
  type MarketSummaries,
} from '#lib/stores/market-summaries-store.ts';
import { tickersOf } from './tickers-of.ts';

const REFRESH_MS = 20_000;

/** The 24-hour figures of all markets, read anew while the page is looked at and on reconnection. */
export function useMarketSummaries(initial: readonly Ticker[] | null): {
  readonly summaries: MarketSummaries;
  readonly refresh: () => void;
} {
  const { sidecarUrl } = useNetworkConfig();
  const [store] = useState(() =>
    createMarketSummariesStore(() => readTickers(sidecarUrl), initial),
  );
  const live = useMarketData((data) => data.connection.phase === 'live');

  useEffect(() => {
    // Prices are pushed; the figures of the day are needed at once only where there are none.
    if (initial === null) void store.refresh();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void store.refresh();
    }, REFRESH_MS);
    return () => clearInterval(timer);
  }, [store, initial]);

  useEffect(() => {
    if (live && store.getState().phase === 'error') void store.refresh();
  }, [store, live]);

  return { summaries: useStore(store), refresh: () => void store.refresh() };
}

/** The reader and its schemas come later than the page, which has its first figures already. */
async function readTickers(sidecarUrl: string): Promise<readonly Ticker[]> {
  const { fetchMarkets } = await import('#lib/queries/fetch-markets.ts');
  return tickersOf(await fetchMarkets(sidecarUrl));
}
