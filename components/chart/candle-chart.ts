import {
  CandlestickSeries,
  CrosshairMode,
  createChart,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  TickMarkType,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import type { Candle } from '#lib/domain/candle.ts';
import type { CandleInterval } from '#lib/domain/interval.ts';
import type { Market } from '#lib/domain/market.ts';
import { formatPrice } from '#lib/format/format-price.ts';
import type { CandleSeries } from '#lib/stores/candle-store.ts';
import { axisMark } from './axis-mark.ts';
import { axisShiftMs, isDated } from './axis-shift.ts';
import { candleTime } from './candle-time.ts';
import type { ChartMarks } from './chart-marks.ts';
import type { ChartPalette } from './chart-palette.ts';
import { dragOrderLines } from './drag-order-lines.ts';
import { createFillMarkerLayer } from './fill-marker-layer.ts';
import { createOrderLineLayer } from './order-line-layer.ts';

export type CandleChartOptions = {
  readonly market: Market;
  readonly interval: CandleInterval;
  readonly palette: ChartPalette;
  /** The candle under the crosshair, by its position in the series; `null` when there is none. */
  readonly onHover: (index: number | null) => void;
  /** The left end of what is loaded comes into sight. */
  readonly onLeftEdge: () => void;
};

export type CandleChart = {
  /** Draws the series, doing no more than its `change` says. */
  draw(series: CandleSeries): void;
  /** Shows the last `spanMs` milliseconds. */
  showLast(spanMs: number): void;
  /** Draws what of the account is to be seen. */
  mark(marks: ChartMarks): void;
  setPalette(palette: ChartPalette): void;
  remove(): void;
};

/** How close to the oldest candle the view may come before more are asked for. */
const EDGE_BARS = 20;
/** Room to the right of the newest candle. */
const RIGHT_BARS = 4;
/** Two hexadecimal digits after a colour: how much of it covers what is behind. */
const VOLUME_OPACITY = '59';
const GRID_OPACITY = '80';

/** Candles and volume on a canvas that fills the container and follows its size. */
export function createCandleChart(
  container: HTMLElement,
  { market, interval, palette, onHover, onLeftEdge }: CandleChartOptions,
): CandleChart {
  const shiftMs = axisShiftMs(interval, new Date().getTimezoneOffset());
  const chart = createChart(container, { ...paletteOptions(palette), autoSize: true });
  chart.applyOptions(scaleOptions({ market, interval, shiftMs }));
  const prices = chart.addSeries(CandlestickSeries, candleOptions(palette, market));
  const volumes = chart.addSeries(HistogramSeries, {
    priceScaleId: '',
    priceFormat: { type: 'volume' },
    lastValueVisible: false,
    priceLineVisible: false,
  });
  volumes.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });

  const pen: Pen = { prices, volumes, shiftMs, scale: 10 ** market.priceDecimals, palette };
  const layers = createMarkLayers(container, { chart, pen, market, interval });
  let candles: readonly Candle[] = [];

  chart.subscribeCrosshairMove(({ time }) => {
    const startMs = typeof time === 'number' ? time * 1_000 - shiftMs : null;
    const index = candles.findLastIndex((candle) => candle.startMs === startMs);
    onHover(index === -1 ? null : index);
  });
  chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
    if (range !== null && candles.length > 0 && range.from < EDGE_BARS) onLeftEdge();
  });

  return {
    draw: (series) => {
      const drawn = candles.length;
      candles = series.candles;
      drawSeries(pen, series, drawn);
      layers.drawFills(candles);
    },
    showLast: (spanMs) => showLast(chart, candles, spanMs),
    mark: (marks) => layers.mark(marks, candles),
    setPalette: (changed) => {
      pen.palette = changed;
      chart.applyOptions(paletteOptions(changed));
      prices.applyOptions(candleColors(changed));
      volumes.setData(candles.map((candle) => volumeBar(pen, candle)));
      layers.setPalette(changed);
    },
    remove: () => {
      layers.end();
      chart.remove();
    },
  };
}

type LayerContext = Pick<CandleChartOptions, 'market' | 'interval'> & {
  readonly chart: IChartApi;
  readonly pen: Pen;
};

/** Orders and fills of the account over the candles. */
function createMarkLayers(container: HTMLElement, { chart, pen, market, interval }: LayerContext) {
  const { prices, palette, scale, shiftMs } = pen;
  const lines = createOrderLineLayer(prices, { market, palette });
  const fills = createFillMarkerLayer(prices, { interval, scale, shiftMs, palette });
  let marks: ChartMarks | null = null;
  const end = dragOrderLines({
    container,
    market,
    layer: lines,
    priceAt: (y) => prices.coordinateToPrice(y),
    plotWidth: () => chart.timeScale().width(),
    setMovable: (movable) => {
      chart.applyOptions({ handleScroll: movable, handleScale: movable });
    },
    onMove: (moved) => marks?.onMove(moved),
  });
  return {
    mark: (changed: ChartMarks, candles: readonly Candle[]) => {
      marks = changed;
      lines.draw(changed);
      fills.draw(changed.fills, candles);
    },
    drawFills: (candles: readonly Candle[]) => fills.draw(marks?.fills ?? NO_FILLS, candles),
    setPalette: (changed: ChartPalette) => {
      lines.setPalette(changed);
      fills.setPalette(changed);
    },
    end,
  };
}

const NO_FILLS: ChartMarks['fills'] = [];

/** What drawing needs to know; the palette changes with the theme. */
type Pen = {
  readonly prices: ISeriesApi<'Candlestick'>;
  readonly volumes: ISeriesApi<'Histogram'>;
  readonly shiftMs: number;
  readonly scale: number;
  palette: ChartPalette;
};

function drawSeries(pen: Pen, { candles, change }: CandleSeries, drawn: number): void {
  // The library takes single candles at the end only: the last one again, and later ones.
  if (change.kind === 'newer' && drawn > 0 && change.fromIndex >= drawn - 1) {
    for (const candle of candles.slice(change.fromIndex)) {
      pen.prices.update(priceBar(pen, candle));
      pen.volumes.update(volumeBar(pen, candle));
    }
    return;
  }
  pen.prices.setData(candles.map((candle) => priceBar(pen, candle)));
  pen.volumes.setData(candles.map((candle) => volumeBar(pen, candle)));
}

function axisTime({ shiftMs }: Pen, candle: Candle): UTCTimestamp {
  return ((candle.startMs + shiftMs) / 1_000) as UTCTimestamp;
}

/** Ticks become floating point here and nowhere before: pixels need no more. */
function priceBar(pen: Pen, candle: Candle) {
  return {
    time: axisTime(pen, candle),
    open: candle.openTicks / pen.scale,
    high: candle.highTicks / pen.scale,
    low: candle.lowTicks / pen.scale,
    close: candle.closeTicks / pen.scale,
  };
}

function volumeBar(pen: Pen, candle: Candle) {
  const { up, down } = pen.palette;
  const color = candle.closeTicks >= candle.openTicks ? up : down;
  return {
    time: axisTime(pen, candle),
    value: candle.volumeLots,
    color: `${color}${VOLUME_OPACITY}`,
  };
}

function showLast(chart: IChartApi, candles: readonly Candle[], spanMs: number): void {
  const last = candles.at(-1);
  if (last === undefined) return;
  const from = candles.findIndex((candle) => candle.startMs >= last.startMs - spanMs);
  chart.timeScale().setVisibleLogicalRange({ from, to: candles.length - 1 + RIGHT_BARS });
}

type ScaleContext = Pick<CandleChartOptions, 'market' | 'interval'> & { readonly shiftMs: number };

/** Both axes in the words of the legend: exact prices, true local times. */
function scaleOptions({ market, interval, shiftMs }: ScaleContext) {
  const timeText = (time: Time) =>
    typeof time === 'number' ? candleTime(time * 1_000 - shiftMs, interval) : '';
  return {
    timeScale: {
      rightOffset: RIGHT_BARS,
      timeVisible: !isDated(interval),
      secondsVisible: interval === '1s',
      // The axis was shifted by today's offset; before a change to summer time hours differ from it.
      tickMarkFormatter: (time: Time, type: TickMarkType) =>
        isTimeOfDay(type) || typeof time !== 'number'
          ? timeText(time).slice(DATE_LENGTH)
          : axisMark(time, type),
    },
    localization: {
      priceFormatter: (price: number) =>
        formatPrice(Math.round(price * 10 ** market.priceDecimals), market),
      timeFormatter: timeText,
    },
  };
}

/** Characters of a date and the space after it. */
const DATE_LENGTH = '2026-03-09 '.length;

function isTimeOfDay(type: TickMarkType): boolean {
  return type === TickMarkType.Time || type === TickMarkType.TimeWithSeconds;
}

function paletteOptions(palette: ChartPalette) {
  const guide = { color: palette.edge, labelBackgroundColor: palette.raised };
  return {
    layout: {
      background: { color: palette.background },
      textColor: palette.text,
      fontFamily: palette.fontFamily,
      fontSize: 11,
      // The library's logo brings a style sheet of its own, which the page's security policy refuses;
      // the attribution stands under the chart instead.
      attributionLogo: false,
    },
    grid: {
      vertLines: { color: `${palette.line}${GRID_OPACITY}` },
      horzLines: { color: `${palette.line}${GRID_OPACITY}` },
    },
    crosshair: { vertLine: guide, horzLine: guide, mode: CrosshairMode.Normal },
    rightPriceScale: { borderColor: palette.line },
    timeScale: { borderColor: palette.line },
  };
}

function candleOptions(palette: ChartPalette, { priceDecimals }: Pick<Market, 'priceDecimals'>) {
  return {
    ...candleColors(palette),
    borderVisible: false,
    priceFormat: {
      type: 'price' as const,
      precision: priceDecimals,
      minMove: 1 / 10 ** priceDecimals,
    },
  };
}

function candleColors({ up, down }: ChartPalette) {
  return { upColor: up, downColor: down, wickUpColor: up, wickDownColor: down };
}
