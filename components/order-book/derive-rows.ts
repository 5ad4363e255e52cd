import { groupLevels, groupPrice } from '#lib/domain/book-groups.ts';
import type { BookLevel } from '#lib/domain/book-level.ts';
import type { OrderSide } from '#lib/domain/order.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';

/** A row of the book, best first. */
export type BookRow = {
  readonly priceTicks: Ticks;
  readonly lots: Lots;
  /** From the best price to here. */
  readonly cumulativeLots: Lots;
  /** Own lots among them; 0 = none. */
  readonly ownLots: Lots;
};

export type RowSources = {
  readonly side: OrderSide;
  /** Best first. */
  readonly levels: readonly BookLevel[];
  /** Own lots by price. */
  readonly own: ReadonlyMap<Ticks, Lots>;
  readonly stepTicks: Ticks;
  readonly count: number;
};

/** The best rows of a side in steps of several ticks, at most `count`, with running sums. */
export function deriveRows(sources: RowSources): readonly BookRow[] {
  const { side, levels, stepTicks, count } = sources;
  const own = groupedOwn(sources);
  const rows: BookRow[] = [];
  let cumulativeLots = 0;
  for (const { priceTicks, quantityLots } of groupLevels(levels, { side, stepTicks })) {
    if (rows.length === count) break;
    cumulativeLots += quantityLots;
    rows.push({
      priceTicks,
      lots: quantityLots,
      cumulativeLots,
      ownLots: own.get(priceTicks) ?? 0,
    });
  }
  return rows;
}

function groupedOwn({ side, own, stepTicks }: RowSources): ReadonlyMap<Ticks, Lots> {
  if (stepTicks === 1) return own;
  const grouped = new Map<Ticks, Lots>();
  for (const [priceTicks, lots] of own) {
    const price = groupPrice(priceTicks, { side, stepTicks });
    grouped.set(price, (grouped.get(price) ?? 0) + lots);
  }
  return grouped;
}

/** Width of the drawing of depth bars, in its own units: fine enough for any screen. */
export const BAR_UNITS = 1_000;

export type BarGeometry = {
  /** The longest bar of both sides. */
  readonly longestLots: Lots;
  /** The edge of the best row that faces the middle, and from there to the next row, down or up. */
  readonly startPx: number;
  readonly stepPx: number;
};

/**
 * The outline of a side's depth bars as an SVG path, from the best row outwards. Bars stand at the
 * right, each as long as the sum up to its row.
 */
export function barsPath(
  rows: readonly Pick<BookRow, 'cumulativeLots'>[],
  { longestLots, startPx, stepPx }: BarGeometry,
): string {
  if (rows.length === 0 || longestLots === 0) return '';
  let edge = startPx;
  let path = `M${BAR_UNITS} ${edge}`;
  for (const { cumulativeLots } of rows) {
    edge += stepPx;
    path += `H${BAR_UNITS - Math.round((cumulativeLots / longestLots) * BAR_UNITS)}V${edge}`;
  }
  return `${path}H${BAR_UNITS}Z`;
}
