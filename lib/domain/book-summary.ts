import type { BookLevels } from './book-level.ts';
import type { Ticks } from './quanta.ts';

/** The inside of a book. */
export type BookSummary = {
  /** `null` while that side is empty. */
  readonly bidTicks: Ticks | null;
  readonly askTicks: Ticks | null;
  /** `null` unless both sides have a level. */
  readonly spreadTicks: Ticks | null;
  /** Twice the middle of bid and ask, so that it is a whole number. */
  readonly doubledMidTicks: number | null;
  /** The spread in parts per million of the middle, rounded up. */
  readonly spreadPpm: number | null;
};

const TWO_MILLION = 2_000_000;

/** Best prices, spread and middle of a book. */
export function bookSummary({ bids, asks }: BookLevels): BookSummary {
  const bidTicks = bids[0]?.priceTicks ?? null;
  const askTicks = asks[0]?.priceTicks ?? null;
  if (bidTicks === null || askTicks === null) {
    return { bidTicks, askTicks, spreadTicks: null, doubledMidTicks: null, spreadPpm: null };
  }
  const spreadTicks = askTicks - bidTicks;
  const doubledMidTicks = askTicks + bidTicks;
  // Products stay below 2^53: a price is below 2^31, and 2·10^6 is below 2^21.
  const spreadPpm = Math.ceil((spreadTicks * TWO_MILLION) / doubledMidTicks);
  return { bidTicks, askTicks, spreadTicks, doubledMidTicks, spreadPpm };
}
