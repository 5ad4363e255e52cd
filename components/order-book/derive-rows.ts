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

/** Length of a depth bar in thousandths of the longest of both sides: fine enough for any screen. */
export function barThousandths(cumulativeLots: Lots, longestLots: Lots): number {
  return longestLots === 0 ? 0 : Math.round((cumulativeLots / longestLots) * 1_000);
}
