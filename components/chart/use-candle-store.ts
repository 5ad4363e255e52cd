import { useEffect, useState } from 'react';
import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { useMarketStream } from '#components/shell/market-data-provider.tsx';
import { type CandleInterval, intervalMs } from '#lib/domain/interval.ts';
import { type CandleStore, createCandleStore } from '#lib/stores/candle-store.ts';

/** What fills a wide screen; reading more of them at first would only hold the page up. */
const FIRST_CANDLES = 240;
const PAGE_CANDLES = 400;

export type CandleStoreInput = {
  readonly symbol: string;
  readonly interval: CandleInterval;
  /** How far back the first candles must reach at least; `null` for as many as a screen shows. */
  readonly spanMs: number | null;
  /** Nothing is loaded before. */
  readonly wanted: boolean;
};

/** The candles of a market, loaded and then kept up to date; `null` until they are wanted. */
export function useCandleStore(input: CandleStoreInput): CandleStore | null {
  const { symbol, interval, spanMs, wanted } = input;
  const { sidecarUrl } = useNetworkConfig();
  const stream = useMarketStream();
  const [store, setStore] = useState<CandleStore | null>(null);

  const needed = Math.max(FIRST_CANDLES, Math.ceil((spanMs ?? 0) / intervalMs[interval]) + 1);

  useEffect(() => {
    if (!wanted) return;
    const created = createCandleStore(async (toMs, signal) => {
      const { fetchCandles } = await import('#lib/queries/fetch-candles.ts');
      return fetchCandles(sidecarUrl, {
        ...{ symbol, interval, signal },
        ...(toMs === undefined ? { limit: needed } : { limit: PAGE_CANDLES, toMs }),
      });
    });
    const unsubscribe = stream.onCandles({ symbol, interval }, created.apply);
    void created.load();
    setStore(created);
    return () => {
      unsubscribe();
      created.close();
    };
  }, [sidecarUrl, stream, symbol, interval, needed, wanted]);

  return store;
}
