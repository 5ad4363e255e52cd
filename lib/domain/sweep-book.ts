import type { BookLevel } from './book-level.ts';
import { notionalOf } from './notional.ts';
import type { OrderSide } from './order.ts';
import { type Lots, MAX_QUANTA, type Quanta, type Ticks } from './quanta.ts';

/** Makers that a one-shot order meets at most (docs/matching.md, Matching). */
export const MAX_MAKERS = 128;

/** How much is wanted: lots, or what at most is paid or received in quote quanta. */
export type SweepWant = { readonly lots: Lots } | { readonly quoteQuanta: Quanta };

export type Sweep = {
  /** The side of the taker. */
  readonly side: OrderSide;
  /**
   * The opposite side of the book, best level first. Where a level's count of orders is 0, because it
   * is not told, the bound of makers is not looked at.
   */
  readonly levels: readonly BookLevel[];
  readonly want: SweepWant;
  /** The worst price that is taken; 0 = any. */
  readonly limitTicks: Ticks;
  /** Quote quanta in one tick times one lot. */
  readonly k: number;
  /** Makers that may be met: `MAX_MAKERS` for IOC, FOK and market orders, else `Infinity`. */
  readonly maxMakers: number;
  /** The taker's own lots on the opposite side, by price: the order ends where it meets them. */
  readonly ownLots: ReadonlyMap<Ticks, Lots>;
};

/** What was taken at one price, and how many orders stand there. */
export type SweptLevel = {
  readonly priceTicks: Ticks;
  readonly lots: Lots;
  readonly orderCount: number;
};

/**
 * Why a sweep ended: all that was wanted is there, the limit, the bound of makers, an own order, or
 * the book has no further level.
 */
export type SweepEnd = 'filled' | 'limit' | 'makers' | 'own-order' | 'book-end';

export type SweptBook = {
  readonly lots: Lots;
  /** Exact. */
  readonly notionalQuanta: Quanta;
  /** Those that gave something, best first. */
  readonly levels: readonly SweptLevel[];
  readonly end: SweepEnd;
  /**
   * Whether the engine does exactly this on this book. Otherwise the sizes of single orders at one
   * price decide, which a book does not show, and the engine fills at most this.
   */
  readonly exact: boolean;
};

type Walk = { lots: Lots; notionalQuanta: Quanta; makersLeft: number };
type Taken = { readonly lots: Lots; readonly end: SweepEnd | null; readonly exact: boolean };

/**
 * Walks one side of a book as a taker does: best level first, at the makers' prices, none worse than
 * the limit (docs/matching.md, Matching). What icebergs hide is not in a book; it only ever makes the
 * result better. A notional above 2^53 − 1 is not reached: the sweep ends before it like at a limit.
 */
export function sweepBook(sweep: Sweep): SweptBook {
  const walk: Walk = { lots: 0, notionalQuanta: 0, makersLeft: sweep.maxMakers };
  const levels: SweptLevel[] = [];
  let exact = true;
  for (const level of sweep.levels) {
    const taken = takeLevel(sweep, level, walk);
    exact = exact && taken.exact;
    if (taken.lots > 0) {
      const { priceTicks, orderCount } = level;
      levels.push({ priceTicks, lots: taken.lots, orderCount });
      walk.lots += taken.lots;
      walk.notionalQuanta += notionalOf(priceTicks, taken.lots, sweep.k);
    }
    walk.makersLeft -= level.orderCount;
    if (taken.end !== null) return { ...figures(walk), levels, end: taken.end, exact };
  }
  return { ...figures(walk), levels, end: 'book-end', exact };
}

function figures({ lots, notionalQuanta }: Walk): Pick<SweptBook, 'lots' | 'notionalQuanta'> {
  return { lots, notionalQuanta };
}

function takeLevel(sweep: Sweep, level: BookLevel, walk: Walk): Taken {
  const { priceTicks, quantityLots, orderCount } = level;
  const wanted = lotsWanted(sweep, priceTicks, walk);
  if (wanted === 0) return { lots: 0, end: 'filled', exact: true };
  if (isWorse(sweep, priceTicks)) return { lots: 0, end: 'limit', exact: true };
  if (walk.makersLeft <= 0) return { lots: 0, end: 'makers', exact: true };
  const own = Math.min(quantityLots, sweep.ownLots.get(priceTicks) ?? 0);
  // Every order that is not met any more has a lot at least.
  const unmet = Math.max(0, orderCount - walk.makersLeft);
  const lots = Math.min(wanted, quantityLots - own, quantityLots - unmet);
  if (walk.notionalQuanta + notionalOf(priceTicks, lots, sweep.k) > MAX_QUANTA) {
    return { lots: 0, end: 'limit', exact: true };
  }
  const exact =
    own > 0
      ? own === quantityLots
      : unmet === 0 || wanted <= walk.makersLeft || quantityLots === orderCount;
  return { lots, end: endAt({ lots, wanted, own, unmet }), exact };
}

function endAt({
  lots,
  wanted,
  own,
  unmet,
}: {
  readonly lots: Lots;
  readonly wanted: Lots;
  readonly own: Lots;
  readonly unmet: number;
}): SweepEnd | null {
  if (lots === wanted) return 'filled';
  if (own > 0) return 'own-order';
  return unmet > 0 ? 'makers' : null;
}

/** What is still wanted at a price. A quotient of exact whole numbers rounds to the right side. */
function lotsWanted({ want, k }: Sweep, priceTicks: Ticks, walk: Walk): Lots {
  if ('lots' in want) return want.lots - walk.lots;
  return Math.floor((want.quoteQuanta - walk.notionalQuanta) / (priceTicks * k));
}

function isWorse({ side, limitTicks }: Sweep, priceTicks: Ticks): boolean {
  if (limitTicks === 0) return false;
  return side === 'buy' ? priceTicks > limitTicks : priceTicks < limitTicks;
}

/**
 * The average price of lots in whole ticks: `⌈notional / (lots · k)⌉` of a buy, rounded down of a
 * sell, so that it is never better than it was. Lots are at least 1.
 */
export function averageTicks(
  { lots, notionalQuanta }: Pick<SweptBook, 'lots' | 'notionalQuanta'>,
  { side, k }: Pick<Sweep, 'side' | 'k'>,
): Ticks {
  // Exact, as explained at `feeOf`: dividend and divisor are whole numbers below 2^53.
  const average = notionalQuanta / (lots * k);
  return side === 'buy' ? Math.ceil(average) : Math.floor(average);
}

const MILLION = 1_000_000n;

/**
 * How much worse than a reference the lots were on average, in parts per million of it, rounded up:
 * positive when worse, negative when better. The reference is given doubled, so that the middle of
 * two prices is a whole number; it is at least 1, as lots are.
 */
export function slippagePpm(
  { lots, notionalQuanta }: Pick<SweptBook, 'lots' | 'notionalQuanta'>,
  { side, k, doubledTicks }: Pick<Sweep, 'side' | 'k'> & { readonly doubledTicks: number },
): number {
  const paid = 2n * BigInt(notionalQuanta);
  const reference = BigInt(doubledTicks) * BigInt(lots) * BigInt(k);
  const worse = (side === 'buy' ? paid - reference : reference - paid) * MILLION;
  return Number(worse > 0n ? (worse + reference - 1n) / reference : worse / reference);
}
