/** How much a source counts in the aggregate: primaries first, tertiaries never alone. */
export type PriceSourceTier = 'primary' | 'secondary' | 'tertiary';

/** One origin of prices and how it does. */
export type PriceSource = {
  readonly name: string;
  readonly tier: PriceSourceTier;
  readonly healthy: boolean;
  /** When it last gave a price; `null` before its first. Milliseconds since the epoch. */
  readonly lastUpdateMs: number | null;
  readonly simulated: boolean;
};
