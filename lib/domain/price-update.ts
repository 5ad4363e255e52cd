/** The price of a market at one instant, with its rolling 24 hours. */
export type PriceUpdate = {
  readonly symbol: string;
  readonly priceTicks: number;
  readonly bidTicks: number;
  readonly askTicks: number;
  /** Base volume of the last 24 hours, in lots. */
  readonly volumeLots24h: number;
  /** Change against the price 24 hours ago, in hundredths of a per cent. */
  readonly changeBps24h: number;
  readonly timestampMs: number;
  /** True while the price comes from the simulated market. */
  readonly simulated: boolean;
};
