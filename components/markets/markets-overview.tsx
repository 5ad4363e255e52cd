'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { MarketChart } from '#components/chart/market-chart.tsx';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { buttonClasses } from '#components/ui/button-classes.ts';
import { findMarket, type Market, markets } from '#lib/domain/market.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { favoritesStore, loadFavorites } from '#lib/stores/favorites-store.ts';
import { findMarkets } from './find-markets.ts';
import { MarketsEmpty } from './markets-empty.tsx';
import { MarketsNotice } from './markets-notice.tsx';
import { MarketsTable } from './markets-table.tsx';
import { type MarketsFilter, MarketsToolbar } from './markets-toolbar.tsx';
import { swapHref } from './swap-href.ts';
import { useMarketSummaries } from './use-market-summaries.ts';

const EVERYTHING: MarketsFilter = { query: '', show: 'all' };

/** The overview: every market with its live price, and the chart of one of them. */
export function MarketsOverview({ initial }: { readonly initial: readonly Ticker[] | null }) {
  const { summaries, refresh } = useMarketSummaries(initial);
  const [filter, setFilter] = useState(EVERYTHING);
  const [selected, setSelected] = useState('BTC-USDT');
  const favorites = useStore(favoritesStore, (state) => state.symbols);
  const stale = useMarketData(({ connection: { phase } }) =>
    ['stale', 'reconnecting', 'offline'].includes(phase),
  );
  const shown = shownMarkets(filter, favorites);

  useEffect(loadFavorites, []);

  return (
    <div className="mx-auto flex w-full max-w-[1280px] flex-1 flex-col gap-3 p-3 md:p-4">
      <div className="flex flex-col gap-3 md:flex-row md:items-end md:justify-between">
        <div>
          <h1 className="font-semibold text-20">Markets</h1>
          <p className="text-13 text-secondary">
            Swap at the best price over every Uniswap V2 and V3 pool on the Lux C-Chain, straight
            from your own wallet.
          </p>
        </div>
        <MarketsToolbar filter={filter} onFilter={setFilter} />
      </div>
      <section
        aria-label="All markets"
        aria-busy={summaries.phase === 'loading'}
        data-stale={stale || undefined}
        className="rounded-dialog border border-line bg-panel data-stale:text-secondary"
      >
        <MarketsNotice summaries={summaries} onRetry={refresh} />
        {shown.length === 0 ? (
          <MarketsEmpty filter={filter} onReset={() => setFilter(EVERYTHING)} />
        ) : (
          <MarketsTable
            markets={shown}
            summaries={summaries}
            favorites={favorites}
            selected={selected}
            onSelect={setSelected}
          />
        )}
      </section>
      <section
        aria-label="Chart"
        className="relative h-[420px] overflow-hidden rounded-dialog border border-line md:h-auto md:min-h-[420px] md:flex-1"
      >
        <MarketChart
          symbol={selected}
          ticker={summaries.tickers[selected]}
          action={<ChartActions symbol={selected} />}
        />
      </section>
    </div>
  );
}

function ChartActions({ symbol }: { readonly symbol: string }) {
  const market = findMarket(symbol);
  if (market === undefined) return null;
  return (
    <span className="flex gap-1.5">
      <Link
        href={`/trade/${symbol}`}
        prefetch={false}
        className={buttonClasses({ variant: 'primary', size: 'small' })}
      >
        <span>
          Trade<span className="sr-only"> {market.base}</span>
        </span>
      </Link>
      <Link href={swapHref(market)} prefetch={false} className={buttonClasses({ size: 'small' })}>
        <span>
          Swap<span className="max-sm:sr-only"> {market.base}</span>
        </span>
      </Link>
    </span>
  );
}

function shownMarkets(
  { query, show }: MarketsFilter,
  favorites: readonly string[],
): readonly Market[] {
  const found = findMarkets(markets, query);
  return show === 'all' ? found : found.filter(({ symbol }) => favorites.includes(symbol));
}
