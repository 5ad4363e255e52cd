'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { MarketHeader } from '#components/market-header/market-header.tsx';
import { MarketSwitcher } from '#components/market-switcher/market-switcher.tsx';
import { useMarketSummaries } from '#components/markets/use-market-summaries.ts';
import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { type Market, markets } from '#lib/domain/market.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { favoritesStore, loadFavorites, toggleFavorite } from '#lib/stores/favorites-store.ts';

import { MarketBadge } from './market-badge.tsx';

export type DeskHeaderProps = {
  readonly market: Market;
  /** What the server read; `null` when it could not. */
  readonly initial: readonly Ticker[] | null;
};

/** The market, its prices, and the way to other markets. */
export function DeskHeader({ market, initial }: DeskHeaderProps) {
  const { symbol } = market;
  const router = useRouter();
  const { developmentFeatures } = useNetworkConfig();
  const { summaries } = useMarketSummaries(initial);
  const prices = useMarketData((data) => data.prices);
  const conditions = useMarketData((data) => data.conditions);
  const connection = useMarketData((data) => data.connection);
  const favorites = useStore(favoritesStore, (state) => state.symbols);
  useEffect(loadFavorites, []);

  const pushed = prices[symbol] ?? null;
  const ticker = summaries.tickers[symbol] ?? null;
  return (
    <div className="h-14 shrink-0 contain-strict">
      <MarketHeader
        market={market}
        ticker={ticker}
        pushed={pushed}
        indexTicks={pushed?.indexTicks ?? null}
        markTicks={null}
        connection={connection}
        simulated={developmentFeatures || (pushed?.simulated ?? ticker?.simulated ?? false)}
        switcher={
          <>
            <MarketSwitcher
              markets={markets}
              selected={symbol}
              tickers={summaries.tickers}
              prices={prices}
              conditions={conditions}
              favorites={favorites}
              onFavorite={toggleFavorite}
              onSelect={(chosen) => router.push(`/trade/${chosen}`)}
            />
            <MarketBadge market={market} />
          </>
        }
      />
    </div>
  );
}
