'use client';

import { useEffect, useRef } from 'react';
import type { CandleInterval } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import type { CandleStore } from '#lib/stores/candle-store.ts';
import { createCandleChart } from './candle-chart.ts';
import type { ChartMarksStore } from './chart-marks.ts';
import { onPaletteChange, readChartPalette } from './chart-palette.ts';

export type ChartCanvasProps = {
  readonly market: Market;
  readonly interval: CandleInterval;
  readonly store: CandleStore;
  /** Show the last so many milliseconds once there are candles; `null` leaves the default view. */
  readonly spanMs: number | null;
  readonly onHover: (index: number | null) => void;
  /** What of the account is drawn over the candles. */
  readonly marks?: ChartMarksStore | undefined;
};

/** The canvas. It follows the store without rendering again; loaded apart, as the library is large. */
export function ChartCanvas(props: ChartCanvasProps) {
  const { market, interval, store, spanMs, onHover, marks } = props;
  const container = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const chart = createCandleChart(element, {
      market,
      interval,
      palette: readChartPalette(),
      onHover,
      onLeftEdge: () => void store.loadOlder(),
    });
    const series = store.getState();
    chart.draw({ ...series, change: { kind: 'reset' } });
    if (spanMs !== null) chart.showLast(spanMs);
    const unsubscribe = store.subscribe((next, previous) => {
      if (next.candles === previous.candles) return;
      chart.draw(next);
      if (spanMs !== null && next.change.kind === 'reset') chart.showLast(spanMs);
    });
    if (marks !== undefined) chart.mark(marks.getState());
    const endMarks = marks?.subscribe(chart.mark);
    const stopWatching = onPaletteChange(() => chart.setPalette(readChartPalette()));
    return () => {
      stopWatching();
      endMarks?.();
      unsubscribe();
      chart.remove();
    };
  }, [market, interval, store, spanMs, onHover, marks]);

  return <div ref={container} aria-hidden="true" className="absolute inset-0" />;
}
