'use client';

import type { ReactNode } from 'react';
import { deriveMarketRow } from '#components/markets/derive-market-row.ts';
import { PriceChange } from '#components/markets/price-change.tsx';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import { FlashingPrice } from '#components/ui/flashing-price.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { Ticker } from '#lib/domain/ticker.ts';

export type ChartHeadingProps = {
  readonly market: Market;
  readonly ticker: Ticker | undefined;
  readonly action: ReactNode;
};

/** Which market the chart is of, and its price now. */
export function ChartHeading({ market, ticker, action }: ChartHeadingProps) {
  const pushed = useMarketData((data) => data.prices[market.symbol]);
  const row = deriveMarketRow(market, { ticker, pushed });
  return (
    <div className="flex h-12 shrink-0 items-center gap-2.5 border-line border-b px-3">
      <h2 className="font-semibold text-15 whitespace-nowrap">
        {market.base}
        <span className="font-normal text-12 text-secondary">/{market.quote}</span>
      </h2>
      <span className="min-w-20 sm:min-w-28">
        <FlashingPrice text={row.price} ticks={row.priceTicks} className="text-20 max-sm:text-15" />
      </span>
      <span className="text-12" title="Change over 24 hours">
        <PriceChange {...row} />
      </span>
      <span className="ml-auto">{action}</span>
    </div>
  );
}
