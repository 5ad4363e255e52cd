import type { Market } from '#lib/domain/market.ts';
import type { OrderSide } from '#lib/domain/order.ts';
import { type Lots, MAX_LOTS, MAX_TICKS, type Quanta, type Ticks } from '#lib/domain/quanta.ts';

const MILLION = 1_000_000;

/** How quotes are laid around the index. Distances are parts per million of the index. */
export type QuoteRules = {
  /** Quotes on each side. */
  readonly levels: number;
  /** Of the innermost quote. */
  readonly halfSpreadPpm: number;
  /** Between one quote and the next one out. */
  readonly stepPpm: number;
  /** Notional of the innermost quote, quote quanta; the n-th has n times as much. */
  readonly innermostQuanta: Quanta;
  /** How far all quotes move when the inventory is at its bound. */
  readonly skewPpm: number;
  /** Base held beyond the wanted amount at which that side is not quoted any more, quote quanta. */
  readonly inventoryBoundQuanta: Quanta;
  /** A quote stays while it is no farther than this from where it should be. */
  readonly tolerancePpm: number;
};

/** An order that should rest. */
export type Quote = {
  readonly side: OrderSide;
  /** 0 = the innermost. */
  readonly level: number;
  readonly priceTicks: Ticks;
  readonly quantityLots: Lots;
};

export type QuoteInputs = {
  readonly market: Market;
  readonly indexTicks: Ticks;
  /** Value of base held beyond what is wanted, quote quanta; negative = short of it. */
  readonly inventoryQuanta: Quanta;
  readonly rules: QuoteRules;
};

/**
 * The quotes that should rest around an index: `levels` on each side, larger farther out, all of them
 * lower the more base there is beyond what is wanted, so that it is sold rather than bought more of.
 * Bids are rounded down and asks up, so that rounding never narrows the spread.
 */
export function quoteLadder(inputs: QuoteInputs): readonly Quote[] {
  const { market, indexTicks, rules } = inputs;
  const skew = skewPpm(inputs);
  const quotes: Quote[] = [];
  for (const side of ['buy', 'sell'] as const) {
    if (isFull(side, inputs)) continue;
    for (let level = 0; level < rules.levels; level += 1) {
      const priceTicks = priceOf({ side, level, indexTicks, skew, rules });
      const notional = rules.innermostQuanta * (level + 1);
      const quantityLots = Math.min(MAX_LOTS, Math.floor(notional / (priceTicks * market.k)));
      if (quantityLots > 0) quotes.push({ side, level, priceTicks, quantityLots });
    }
  }
  return quotes;
}

/** Buying more when there is too much already, or selling what is missing, is left to nobody. */
function isFull(side: OrderSide, { inventoryQuanta, rules }: QuoteInputs): boolean {
  const { inventoryBoundQuanta: bound } = rules;
  return side === 'buy' ? inventoryQuanta >= bound : inventoryQuanta <= -bound;
}

/** Signed parts per million that are added to every price. */
function skewPpm({ inventoryQuanta, rules }: QuoteInputs): number {
  const bound = rules.inventoryBoundQuanta;
  const bounded = Math.max(-bound, Math.min(bound, inventoryQuanta));
  // Scaled first: the product of two amounts could leave the safe integers.
  const sharePpm = Math.trunc(bounded / Math.ceil(bound / MILLION));
  return -Math.trunc((sharePpm * rules.skewPpm) / MILLION);
}

function priceOf(place: {
  side: OrderSide;
  level: number;
  indexTicks: Ticks;
  skew: number;
  rules: QuoteRules;
}): Ticks {
  const { side, level, indexTicks, skew, rules } = place;
  const distance = rules.halfSpreadPpm + level * rules.stepPpm;
  if (side === 'buy') {
    return Math.max(1, Math.floor((indexTicks * (MILLION - distance + skew)) / MILLION));
  }
  return Math.min(MAX_TICKS, Math.ceil((indexTicks * (MILLION + distance + skew)) / MILLION));
}
