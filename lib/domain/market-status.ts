import type { Lots, Ticks } from './quanta.ts';

/** What a market takes: see docs/matching.md, Market states. `pre-open` collects for the auction. */
export const MARKET_STATUSES = [
  'pre-open',
  'open',
  'post-only',
  'cancel-only',
  'halted',
  'delisted',
] as const;

export type MarketStatus = (typeof MARKET_STATUSES)[number];

/** What an auction would do if the market opened now. */
export type IndicativeAuction = {
  readonly priceTicks: Ticks;
  /** What would trade at that price; it may exceed 2^31. */
  readonly volumeLots: Lots;
};

/** Where a market stands. */
export type MarketCondition = {
  readonly symbol: string;
  readonly status: MarketStatus;
  /** `null` while the market matches, and while no bid meets an ask. */
  readonly auction: IndicativeAuction | null;
};
