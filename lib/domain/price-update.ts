/** The price of a market at one instant, with its rolling 24 hours. */
export type PriceUpdate = {
  readonly symbol: string;
  readonly priceTicks: number;
  /** Best bid and ask; 0 = nobody bids or asks. */
  readonly bidTicks: number;
  readonly askTicks: number;
  /** Index price; absent where the price is the index itself. On spot markets the mark is the index. */
  readonly indexTicks?: number;
  /** Base volume of the last 24 hours, in lots. */
  readonly volumeLots24h: number;
  /** Change against the price 24 hours ago, in hundredths of a per cent. */
  readonly changeBps24h: number;
  readonly timestampMs: number;
  /** True while the price comes from the simulated market. */
  readonly simulated: boolean;
};
