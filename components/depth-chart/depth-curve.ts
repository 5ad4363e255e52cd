import type { BookLevel, BookLevels } from '#lib/domain/book-level.ts';
import { bookSummary } from '#lib/domain/book-summary.ts';
import type { OrderSide } from '#lib/domain/order.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';

/** Width and height of the drawing, in its own units. */
export const DEPTH_UNITS = 1_000;

const MARGIN = 20;

/** The prices that the chart spans, the middle of the book in its middle. */
export type DepthWindow = {
  readonly fromTicks: number;
  readonly toTicks: number;
  /** The higher one of both sides' sums inside the window: the chart's height. */
  readonly mostLots: Lots;
};

/** A window that shows all levels of both sides; `null` while a side is empty. */
export function depthWindow(book: BookLevels): DepthWindow | null {
  const { doubledMidTicks } = bookSummary(book);
  const bid = book.bids.at(-1)?.priceTicks;
  const ask = book.asks.at(-1)?.priceTicks;
  if (doubledMidTicks === null || bid === undefined || ask === undefined) return null;
  const middle = doubledMidTicks / 2;
  const span = Math.max(1, middle - bid, ask - middle);
  const mostLots = Math.max(1, sumOf(book.bids), sumOf(book.asks));
  return { fromTicks: middle - span, toTicks: middle + span, mostLots };
}

/**
 * The outline of a side's running sum as an SVG path, from its best price outwards to the edge of the
 * window and back along the ground.
 */
export function depthPath(
  levels: readonly BookLevel[],
  { side, window }: { readonly side: OrderSide; readonly window: DepthWindow },
): string {
  const first = levels[0];
  if (first === undefined) return '';
  // Past the edges, where the line that closes the outline is not seen.
  const edge = side === 'buy' ? -MARGIN : DEPTH_UNITS + MARGIN;
  const ground = DEPTH_UNITS + MARGIN;
  let sum = 0;
  let path = `M${unitsX(first.priceTicks, window)} ${ground}`;
  for (const { priceTicks, quantityLots } of levels) {
    sum += quantityLots;
    path += `H${unitsX(priceTicks, window)}V${unitsY(sum, window)}`;
  }
  return `${path}H${edge}V${ground}Z`;
}

function unitsX(ticks: Ticks, { fromTicks, toTicks }: DepthWindow): number {
  return Math.round(((ticks - fromTicks) / (toTicks - fromTicks)) * DEPTH_UNITS);
}

function unitsY(lots: Lots, { mostLots }: DepthWindow): number {
  return DEPTH_UNITS - Math.round((lots / mostLots) * DEPTH_UNITS);
}

/** What stands between the middle and a price. */
export type DepthPoint = {
  readonly side: OrderSide;
  readonly priceTicks: Ticks;
  readonly lots: Lots;
};

/** The point of the curve at a place from 0 to `DEPTH_UNITS`. */
export function depthAt(
  book: BookLevels,
  { window, place }: { readonly window: DepthWindow; readonly place: number },
): DepthPoint {
  const { fromTicks, toTicks } = window;
  const exact = fromTicks + ((toTicks - fromTicks) * place) / DEPTH_UNITS;
  const side = place < DEPTH_UNITS / 2 ? 'buy' : 'sell';
  const priceTicks = Math.max(1, side === 'buy' ? Math.ceil(exact) : Math.floor(exact));
  return { side, priceTicks, lots: lotsWithin(book, { side, priceTicks }) };
}

/** All that stands on a side at a price or better. */
export function lotsWithin(
  { bids, asks }: BookLevels,
  { side, priceTicks }: Pick<DepthPoint, 'side' | 'priceTicks'>,
): Lots {
  return side === 'buy'
    ? sumOf(bids.filter((level) => level.priceTicks >= priceTicks))
    : sumOf(asks.filter((level) => level.priceTicks <= priceTicks));
}

function sumOf(levels: readonly BookLevel[]): Lots {
  return levels.reduce((sum, { quantityLots }) => sum + quantityLots, 0);
}
