import {
  createSeriesMarkers,
  type ISeriesApi,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { Candle } from '#lib/domain/candle.ts';
import type { Fill } from '#lib/domain/fill.ts';
import type { CandleInterval } from '#lib/domain/interval.ts';
import { fillMarks } from './chart-marks.ts';
import type { ChartPalette } from './chart-palette.ts';

export type FillMarkerLayer = {
  /** Draws the fills that fall into the candles. */
  draw(fills: readonly Fill[], candles: readonly Candle[]): void;
  setPalette(palette: ChartPalette): void;
};

export type FillMarkerOptions = {
  readonly interval: CandleInterval;
  /** Ticks in one unit of the axis. */
  readonly scale: number;
  /** Milliseconds by which the axis is shifted. */
  readonly shiftMs: number;
  readonly palette: ChartPalette;
};

/** Own fills as arrows at their time and price: up under a buy, down over a sale. */
export function createFillMarkerLayer(
  series: ISeriesApi<'Candlestick'>,
  { interval, scale, shiftMs, palette: first }: FillMarkerOptions,
): FillMarkerLayer {
  const plugin = createSeriesMarkers(series, []);
  let palette = first;
  let drawn = { fills: [] as readonly Fill[], fromMs: 0 };

  const show = () => {
    const marks = fillMarks(drawn.fills, { interval, fromMs: drawn.fromMs });
    plugin.setMarkers(
      marks.map(({ startMs, side, ticks }): SeriesMarker<Time> => {
        const place = { time: ((startMs + shiftMs) / 1_000) as UTCTimestamp, price: ticks / scale };
        return side === 'buy'
          ? { ...place, position: 'atPriceBottom', shape: 'arrowUp', color: palette.up }
          : { ...place, position: 'atPriceTop', shape: 'arrowDown', color: palette.down };
      }),
    );
  };

  return {
    draw: (fills, candles) => {
      const fromMs = candles[0]?.startMs ?? Number.POSITIVE_INFINITY;
      if (fills === drawn.fills && fromMs === drawn.fromMs) return;
      drawn = { fills, fromMs };
      show();
    },
    setPalette: (changed) => {
      palette = changed;
      show();
    },
  };
}
