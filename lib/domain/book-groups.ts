import type { BookLevel } from './book-level.ts';
import type { OrderSide } from './order.ts';
import { MAX_TICKS, type Ticks } from './quanta.ts';

/** Coarsest step: a hundredth of the price, so that a side never is one row. */
const COARSEST_PART = 100;

/**
 * Levels of one side in steps of several ticks. A group is named by its worst price, bids rounded
 * down and asks up, so that nothing looks better than it is; one whose price would not be one, below
 * 1 or above 2^31 − 1, is named by the last price that is. A step of 1 gives the levels themselves.
 */
export function groupLevels(
  levels: readonly BookLevel[],
  { side, stepTicks }: { readonly side: OrderSide; readonly stepTicks: Ticks },
): readonly BookLevel[] {
  if (stepTicks === 1) return levels;
  const groups: BookLevel[] = [];
  for (const level of levels) {
    const priceTicks = groupPrice(level.priceTicks, { side, stepTicks });
    const last = groups.at(-1);
    if (last?.priceTicks === priceTicks) {
      groups[groups.length - 1] = {
        priceTicks,
        quantityLots: last.quantityLots + level.quantityLots,
        orderCount: last.orderCount + level.orderCount,
      };
    } else {
      groups.push({ ...level, priceTicks });
    }
  }
  return groups;
}

/** The price that names the group of a price. */
export function groupPrice(
  priceTicks: Ticks,
  { side, stepTicks }: { readonly side: OrderSide; readonly stepTicks: Ticks },
): Ticks {
  if (side === 'buy') return Math.max(1, Math.floor(priceTicks / stepTicks) * stepTicks);
  return Math.min(MAX_TICKS, Math.ceil(priceTicks / stepTicks) * stepTicks);
}

/**
 * Steps in which a book may be grouped, finest first: one tick and the powers of ten up to a hundredth
 * of the price. Without a price there is nothing to measure by and only the tick is offered.
 */
export function groupSteps(priceTicks: Ticks | null): readonly Ticks[] {
  const steps: Ticks[] = [1];
  for (let step = 10; priceTicks !== null && step * COARSEST_PART <= priceTicks; step *= 10) {
    steps.push(step);
  }
  return steps;
}
