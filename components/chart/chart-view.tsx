'use client';

import dynamic from 'next/dynamic';
import { useCallback, useState } from 'react';
import { useMarketData } from '#components/shell/market-data-provider.tsx';
import type { CandleInterval } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import type { CandleStore } from '#lib/stores/candle-store.ts';
import { CandleTable } from './candle-table.tsx';
import { ChartLabels } from './chart-labels.tsx';
import { ChartLegend } from './chart-legend.tsx';
import type { ChartMarksStore } from './chart-marks.ts';
import { ChartNotice } from './chart-notice.tsx';
import { ChartSkeleton } from './chart-skeleton.tsx';
import { chartSummary } from './chart-summary.ts';
import { ChartUnavailable } from './chart-unavailable.tsx';
import { describeCandle } from './describe-candle.ts';
import { useCandles } from './use-candles.ts';

const ChartCanvas = dynamic(
  () =>
    import('./chart-canvas.tsx').then(
      (module) => module.ChartCanvas,
      () => ChartUnavailable,
    ),
  { ssr: false, loading: ChartSkeleton },
);

export type ChartViewProps = {
  readonly market: Market;
  readonly interval: CandleInterval;
  /** `null` until candles are wanted. */
  readonly store: CandleStore | null;
  readonly spanMs: number | null;
  readonly asTable: boolean;
  readonly marks?: ChartMarksStore | undefined;
  /** Says nothing about the data that the page around it says already. */
  readonly bare: boolean;
};

/** The candles: drawn, or as a table, or what stands in their place. */
export function ChartView(props: ChartViewProps) {
  const { market, interval, store, spanMs, asTable, marks, bare } = props;
  const series = useCandles(store);
  const [hovered, setHovered] = useState<number | null>(null);
  const onHover = useCallback((index: number | null) => setHovered(index), []);
  const stopped = useMarketData(
    ({ connection: { phase } }) => phase !== 'live' && phase !== 'connecting',
  );
  const candle = series.candles.at(hovered ?? -1) ?? series.candles.at(-1);

  return (
    <div aria-busy={series.phase === 'loading'} className="relative min-h-0 flex-1">
      {asTable ? (
        <CandleTable candles={series.candles} market={market} interval={interval} />
      ) : (
        <>
          <p className="sr-only">{chartSummary(series.candles, { market, interval })}</p>
          {store !== null && series.candles.length > 0 ? (
            <div className={stopped ? 'opacity-60' : undefined}>
              <ChartCanvas
                market={market}
                interval={interval}
                store={store}
                spanMs={spanMs}
                onHover={onHover}
                marks={marks}
              />
            </div>
          ) : null}
          <ChartLegend
            candle={candle === undefined ? null : describeCandle(candle, { market, interval })}
            labels={bare ? null : <ChartLabels symbol={market.symbol} />}
          />
        </>
      )}
      <ChartNotice series={series} onRetry={() => void store?.load()} />
    </div>
  );
}
