import { useEffect, useState } from 'react';
import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { useMarketStream } from '#components/shell/market-data-provider.tsx';
import type { CandleInterval } from '#lib/domain/interval.ts';
import { type CandleStore, createCandleStore } from '#lib/stores/candle-store.ts';

const PAGE_CANDLES = 400;

/** The candles of a market, loaded and then kept up to date; `null` until the page is alive. */
export function useCandleStore(symbol: string, interval: CandleInterval): CandleStore | null {
  const { sidecarUrl } = useNetworkConfig();
  const stream = useMarketStream();
  const [store, setStore] = useState<CandleStore | null>(null);

  useEffect(() => {
    const created = createCandleStore(async (toMs, signal) => {
      const { fetchCandles } = await import('#lib/queries/fetch-candles.ts');
      const page = { symbol, interval, limit: PAGE_CANDLES, signal };
      return fetchCandles(sidecarUrl, toMs === undefined ? page : { ...page, toMs });
    });
    const unsubscribe = stream.onCandles({ symbol, interval }, created.apply);
    void created.load();
    setStore(created);
    return () => {
      unsubscribe();
      created.close();
    };
  }, [sidecarUrl, stream, symbol, interval]);

  return store;
}
