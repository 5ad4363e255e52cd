import type { Lots, Ticks } from './quanta.ts';

/** What rests at one price; `quantityLots` 0 in an update means nothing does any more. */
export type BookLevel = {
  readonly priceTicks: Ticks;
  /** Lots that are shown; what icebergs hide is not counted. */
  readonly quantityLots: Lots;
  /** Orders at this price; 0 beside lots = it is not told how many. */
  readonly orderCount: number;
};

/** Both sides of a book, the best level first. */
export type BookLevels = {
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
};
