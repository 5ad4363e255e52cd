import type { OrderSide } from '#lib/domain/order.ts';
import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import type { Quote } from './quote-ladder.ts';

const MILLION = 1_000_000;

/** A quote that rests. */
export type LiveQuote = {
  readonly orderId: number;
  readonly side: OrderSide;
  readonly level: number;
  readonly priceTicks: Ticks;
  /** Not filled yet. */
  readonly remainingLots: Lots;
};

export type QuotePlan = {
  readonly cancels: readonly LiveQuote[];
  readonly places: readonly Quote[];
};

/**
 * What to do so that the wanted quotes rest. One that is near enough to where it should be, and has at
 * least half its size, keeps its place in the queue.
 */
export function planQuotes({
  wanted,
  live,
  tolerancePpm,
}: {
  readonly wanted: readonly Quote[];
  readonly live: readonly LiveQuote[];
  /** Parts per million of the price. */
  readonly tolerancePpm: number;
}): QuotePlan {
  const places: Quote[] = [];
  const kept = new Set<LiveQuote>();
  for (const quote of wanted) {
    const resting = live.find(
      (each) => !kept.has(each) && each.side === quote.side && each.level === quote.level,
    );
    if (resting !== undefined && isGoodEnough(resting, quote, tolerancePpm)) kept.add(resting);
    else places.push(quote);
  }
  return { cancels: live.filter((quote) => !kept.has(quote)), places };
}

function isGoodEnough(live: LiveQuote, wanted: Quote, tolerancePpm: number): boolean {
  const apart = Math.abs(live.priceTicks - wanted.priceTicks);
  const isNear = apart * MILLION <= wanted.priceTicks * tolerancePpm;
  return isNear && live.remainingLots * 2 >= wanted.quantityLots;
}
