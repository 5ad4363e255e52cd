'use client';

import { type ReactNode, useCallback, useRef, useState } from 'react';
import { useInSight } from '#hooks/use-in-sight.ts';
import type { CandleInterval } from '#lib/domain/interval.ts';
import { findMarket } from '#lib/domain/market.ts';
import type { Ticker } from '#lib/domain/ticker.ts';
import { ChartFooter } from './chart-footer.tsx';
import { ChartHeading } from './chart-heading.tsx';
import type { ChartMarksStore } from './chart-marks.ts';
import type { ChartRange } from './chart-ranges.ts';
import { ChartToolbar } from './chart-toolbar.tsx';
import { ChartView } from './chart-view.tsx';
import { useCandleStore } from './use-candle-store.ts';

export type MarketChartProps = {
  /** A market's symbol, as BTC-USDT. */
  readonly symbol: string;
  /** The candles shown first. Default 15m. */
  readonly interval?: CandleInterval;
  /** The market's 24 hours as they are known already; without it the heading waits for a price. */
  readonly ticker?: Ticker | undefined;
  /** Stands at the right of the heading. */
  readonly action?: ReactNode;
  /** Without a heading of its own, where the page says already which market it is. */
  readonly bare?: boolean;
  /** More choices of the toolbar. */
  readonly tools?: ReactNode;
  /** Own orders and fills, drawn over the candles. */
  readonly marks?: ChartMarksStore;
};

/**
 * The price chart of a market. It fills its container, which is positioned and has a height. Once it is in
 * sight, candles are loaded from the sidecar and kept up to date, and the drawing library is brought.
 */
export function MarketChart(props: MarketChartProps) {
  const { symbol, interval: first = '15m', ticker, action, bare = false, tools, marks } = props;
  const market = findMarket(symbol);
  const [interval, setShownInterval] = useState(first);
  const [range, setRange] = useState<ChartRange | null>(null);
  const [asTable, setAsTable] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const wanted = useInSight(frame);
  const store = useCandleStore({ symbol, interval, spanMs: range?.spanMs ?? null, wanted });

  const showInterval = useCallback((chosen: CandleInterval) => {
    setShownInterval(chosen);
    setRange(null);
  }, []);

  if (market === undefined) return null;
  return (
    <div ref={frame} className="absolute inset-0 flex flex-col bg-panel">
      {bare ? null : <ChartHeading market={market} ticker={ticker} action={action} />}
      <ChartToolbar
        interval={interval}
        onInterval={showInterval}
        asTable={asTable}
        onAsTable={setAsTable}
        tools={tools}
      />
      <ChartView
        market={market}
        interval={interval}
        store={store}
        spanMs={range?.spanMs ?? null}
        asTable={asTable}
        marks={marks}
        bare={bare}
      />
      <ChartFooter
        range={range}
        onRange={(chosen) => {
          setRange(chosen);
          setShownInterval(chosen.interval);
        }}
      />
    </div>
  );
}
