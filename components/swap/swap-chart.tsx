'use client';

import dynamic from 'next/dynamic';
import { useSyncExternalStore } from 'react';
import type { Market } from '#lib/domain/market.ts';

const MarketChart = dynamic(() =>
  import('#components/chart/market-chart.tsx').then((module) => module.MarketChart),
);

/** As `--breakpoint-chart` in the style sheet. */
const WIDE = '(min-width: 1100px)';

/** The price chart beside the card, on screens that have room for it; elsewhere it is not loaded. */
export function SwapChart({ market }: { readonly market: Market | null }) {
  const wide = useSyncExternalStore(watchWidth, isWide, () => false);
  return (
    <div className="hidden min-w-0 flex-1 chart:block">
      <div className="relative h-140 overflow-hidden rounded-dialog border border-line bg-panel">
        {market === null ? <NoMarket /> : null}
        {market !== null && wide ? (
          <MarketChart key={market.symbol} symbol={market.symbol} />
        ) : null}
      </div>
    </div>
  );
}

function NoMarket() {
  return (
    <p className="flex size-full items-center justify-center px-6 text-center text-13 text-secondary">
      These tokens have no market with a price history.
    </p>
  );
}

function isWide(): boolean {
  return matchMedia(WIDE).matches;
}

function watchWidth(onChange: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}
