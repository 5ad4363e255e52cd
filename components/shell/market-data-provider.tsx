'use client';

import { usePathname } from 'next/navigation';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { isChainOnly } from '#lib/exit/chain-only.ts';
import { createMarketStream } from '#lib/stores/create-market-stream.ts';
import {
  createMarketDataStore,
  type MarketData,
  type MarketDataStore,
} from '#lib/stores/market-data-store.ts';
import type { MarketStream } from '#lib/stores/market-stream.ts';
import { useNetworkConfig } from './config-provider.tsx';

type LiveData = { readonly store: MarketDataStore; readonly stream: MarketStream };

const LiveDataContext = createContext<LiveData | null>(null);

/** Keeps the page's one connection to the sidecar, and what comes over it. */
export function MarketDataProvider({ children }: { readonly children: ReactNode }) {
  const { sidecarWsUrl } = useNetworkConfig();
  const [data] = useState(() => {
    const store = createMarketDataStore();
    return { store, stream: createMarketStream(sidecarWsUrl, store) };
  });

  const chainOnly = isChainOnly(usePathname());

  useEffect(() => (chainOnly ? undefined : data.stream.start()), [data, chainOnly]);

  return <LiveDataContext value={data}>{children}</LiveDataContext>;
}

/** Reads a part of the live market data; the component renders again when that part changes. */
export function useMarketData<Part>(select: (data: MarketData) => Part): Part {
  return useStore(useLiveData().store, select);
}

/** The stream, for what does not go through the store: candles. */
export function useMarketStream(): MarketStream {
  return useLiveData().stream;
}

function useLiveData(): LiveData {
  const data = use(LiveDataContext);
  if (data === null) throw new Error('MarketDataProvider is missing above this component');
  return data;
}
