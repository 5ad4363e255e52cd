import type { Ticks } from '#lib/domain/quanta.ts';
import { invariant } from './invariant.ts';

/** What waits at one price, hidden lots included; the sum of several orders may exceed 2^31. */
export type AuctionLevel = {
  readonly price: Ticks;
  readonly lots: number;
};

/** An auction's result; both 0 when no bid meets an ask. */
export type Clearing = {
  readonly price: Ticks;
  /** Lots that can trade at it. */
  readonly volume: number;
};

/** The candidates that are best so far: equal volume and equally large surplus. */
type Best = {
  readonly volume: number;
  readonly surplus: number;
  readonly lowest: Ticks;
  readonly highest: Ticks;
  /** The one nearest to the reference, the lower of two. */
  readonly nearest: Ticks;
  /** Whether more is bid than offered, or more offered than bid, at all of them. */
  readonly isDemandLarger: boolean;
  readonly isSupplyLarger: boolean;
};

/**
 * The single price of an auction (docs/matching.md, Auction): the one of a resting order at which
 * most lots can trade; among those the one that leaves the smallest surplus; among those the highest
 * when all have a surplus of demand, the lowest when all have one of supply, otherwise the nearest to
 * the reference, the lower of two equally near, and without reference the lowest.
 *
 * Levels come best first, bids falling and asks rising, each price once a side. One pass over both.
 *
 * @throws InvariantError when a side's lots sum to more than 2^53 − 1.
 */
export function clearingPrice(input: {
  readonly bids: readonly AuctionLevel[];
  readonly asks: readonly AuctionLevel[];
  /** Ticks; 0 = none. */
  readonly reference: Ticks;
}): Clearing {
  const { bids, asks, reference } = input;
  let demand = totalLots(bids);
  let supply = 0;
  invariant(Number.isSafeInteger(totalLots(asks)), 'an auction has at most 2^53 − 1 lots a side');
  invariant(Number.isSafeInteger(demand), 'an auction has at most 2^53 − 1 lots a side');

  let best: Best | null = null;
  let bid = bids.length - 1;
  let ask = 0;
  while (bid >= 0 || ask < asks.length) {
    const price = Math.min(priceAt(bids, bid), priceAt(asks, ask));
    if (priceAt(asks, ask) === price) {
      supply += lotsAt(asks, ask);
      ask += 1;
    }
    best = better(best, candidate({ price, demand, supply }), reference);
    if (priceAt(bids, bid) === price) {
      demand -= lotsAt(bids, bid);
      bid -= 1;
    }
  }
  if (best === null || best.volume === 0) return { price: 0, volume: 0 };
  return { price: chosen(best), volume: best.volume };
}

function totalLots(levels: readonly AuctionLevel[]): number {
  return levels.reduce((sum, { lots }) => sum + lots, 0);
}

/** Infinity past either end, so that the other side's price is the lower one. */
function priceAt(levels: readonly AuctionLevel[], index: number): number {
  return levels[index]?.price ?? Number.POSITIVE_INFINITY;
}

function lotsAt(levels: readonly AuctionLevel[], index: number): number {
  return levels[index]?.lots ?? 0;
}

function candidate(at: {
  readonly price: Ticks;
  readonly demand: number;
  readonly supply: number;
}): Best {
  const { price, demand, supply } = at;
  return {
    volume: Math.min(demand, supply),
    surplus: Math.abs(demand - supply),
    lowest: price,
    highest: price,
    nearest: price,
    isDemandLarger: demand > supply,
    isSupplyLarger: supply > demand,
  };
}

/** The better of what was found so far and the next higher price; both in one when they are equal. */
function better(best: Best | null, next: Best, reference: Ticks): Best {
  if (best === null || next.volume > best.volume) return next;
  if (next.volume < best.volume || next.surplus > best.surplus) return best;
  if (next.surplus < best.surplus) return next;
  const isNearer = Math.abs(next.nearest - reference) < Math.abs(best.nearest - reference);
  return {
    volume: best.volume,
    surplus: best.surplus,
    lowest: best.lowest,
    highest: next.highest,
    nearest: isNearer ? next.nearest : best.nearest,
    isDemandLarger: best.isDemandLarger && next.isDemandLarger,
    isSupplyLarger: best.isSupplyLarger && next.isSupplyLarger,
  };
}

/** Without reference, which is 0 then, the lowest price is the nearest. */
function chosen(best: Best): Ticks {
  if (best.isDemandLarger) return best.highest;
  if (best.isSupplyLarger) return best.lowest;
  return best.nearest;
}
