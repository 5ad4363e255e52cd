import { type IPriceLine, type ISeriesApi, LineStyle } from 'lightweight-charts';
import type { Market } from '#lib/domain/market.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import { type ChartMarks, type MovedOrder, type OrderLine, orderLines } from './chart-marks.ts';
import type { ChartPalette } from './chart-palette.ts';

/** Where order lines are drawn: an axis of prices. */
type Axis = Pick<
  ISeriesApi<'Candlestick'>,
  'createPriceLine' | 'removePriceLine' | 'priceToCoordinate'
>;

export type OrderLineLayer = {
  /** Draws the lines of the orders; those that did not change are left alone. */
  draw(marks: Pick<ChartMarks, 'orders' | 'moved'>): void;
  setPalette(palette: ChartPalette): void;
  /** The line nearest to a height of the canvas, within reach; `null` = none is. */
  lineAt(y: number): OrderLine | null;
  /** Shows a line somewhere else while it is dragged, whatever is drawn meanwhile. */
  drag(orderId: number, ticks: Ticks): void;
  /** The line is not dragged any more. */
  drop(): void;
};

/** Pixels between the pointer and a line that is meant. */
const REACH_PX = 5;

type Drawn = { readonly line: OrderLine; readonly mark: IPriceLine };

/** Open orders as lines across the chart, in the colour of their side. */
export function createOrderLineLayer(
  axis: Axis,
  { market, palette: first }: { readonly market: Market; readonly palette: ChartPalette },
): OrderLineLayer {
  const drawn = new Map<number, Drawn>();
  const scale = 10 ** market.priceDecimals;
  let palette = first;
  let dragged: MovedOrder | null = null;

  const options = ({ orderId, side, ticks, title, waiting }: OrderLine) => {
    const color = side === 'buy' ? palette.up : palette.down;
    const held = dragged?.orderId === orderId ? dragged : null;
    const resting = waiting ? LineStyle.Dotted : LineStyle.Dashed;
    return {
      price: (held?.ticks ?? ticks) / scale,
      title: held === null ? title : `Move: ${title}`,
      color,
      axisLabelColor: color,
      axisLabelTextColor: palette.background,
      lineWidth: 1 as const,
      lineStyle: held === null ? resting : LineStyle.Solid,
      axisLabelVisible: true,
    };
  };

  const redraw = (orderId: number) => {
    const held = drawn.get(orderId);
    held?.mark.applyOptions(options(held.line));
  };

  return {
    draw: (marks) => {
      const gone = new Set(drawn.keys());
      for (const line of orderLines(marks, market)) {
        gone.delete(line.orderId);
        const before = drawn.get(line.orderId);
        const mark = before?.mark ?? axis.createPriceLine(options(line));
        if (before !== undefined) mark.applyOptions(options(line));
        drawn.set(line.orderId, { line, mark });
      }
      for (const orderId of gone) {
        const removed = drawn.get(orderId);
        if (removed !== undefined) axis.removePriceLine(removed.mark);
        drawn.delete(orderId);
      }
    },
    setPalette: (changed) => {
      palette = changed;
      for (const { line, mark } of drawn.values()) mark.applyOptions(options(line));
    },
    lineAt: (y) => {
      const lines = [...drawn.values()].map(({ line }) => line);
      return nearest(lines, y, ({ ticks }) => axis.priceToCoordinate(ticks / scale));
    },
    drag: (orderId, ticks) => {
      dragged = { orderId, ticks };
      redraw(orderId);
    },
    drop: () => {
      const orderId = dragged?.orderId;
      dragged = null;
      if (orderId !== undefined) redraw(orderId);
    },
  };
}

/** The line nearest to a height, within reach. */
function nearest(
  lines: readonly OrderLine[],
  y: number,
  heightOf: (line: OrderLine) => number | null,
): OrderLine | null {
  let found: OrderLine | null = null;
  let least = REACH_PX;
  for (const line of lines) {
    const height = heightOf(line);
    if (height === null || Math.abs(height - y) > least) continue;
    found = line;
    least = Math.abs(height - y);
  }
  return found;
}
