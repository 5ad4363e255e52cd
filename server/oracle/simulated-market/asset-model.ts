/**
 * How one simulated asset behaves. The figures are chosen to look like a liquid market of the same
 * kind; they describe no real market.
 */
export type AssetModel = {
  /** Base currency of the market that the asset is traded on. */
  readonly base: string;
  /** Price in the quote currency at the instant at which the simulation is anchored. */
  readonly anchorPrice: number;
  /** Standard deviation of a typical day's logarithmic return. */
  readonly dailyVolatility: number;
  /** Correlation of the asset's returns with the factor that moves the whole market. */
  readonly marketLoading: number;
  /** What a jump of the whole market is multiplied by. */
  readonly jumpBeta: number;
  /** Typical size of a jump of this asset alone, as a logarithmic return. */
  readonly ownJump: number;
  /** Base currency traded on a typical day. */
  readonly dailyVolume: number;
  /** Distance between the best bid and ask in parts per million of the price. */
  readonly spreadPpm: number;
};

/** In the order in which random numbers are drawn: adding an asset at the end changes no other. */
export const assetModels: readonly AssetModel[] = [
  {
    base: 'BTC',
    anchorPrice: 67_000,
    dailyVolatility: 0.022,
    marketLoading: 0.94,
    jumpBeta: 1,
    ownJump: 0.004,
    dailyVolume: 2_200,
    spreadPpm: 60,
  },
  {
    base: 'ETH',
    anchorPrice: 3_500,
    dailyVolatility: 0.029,
    marketLoading: 0.89,
    jumpBeta: 1.2,
    ownJump: 0.006,
    dailyVolume: 30_000,
    spreadPpm: 100,
  },
  {
    base: 'LUX',
    anchorPrice: 12,
    dailyVolatility: 0.042,
    marketLoading: 0.6,
    jumpBeta: 1.3,
    ownJump: 0.012,
    dailyVolume: 1_500_000,
    spreadPpm: 500,
  },
];

/** Share of a day's distance from the long-run level that the next day takes back: 60 days halve it. */
export const REVERSION_PER_DAY = 0.01155;

/** Persistence from day to day, and spread, of the logarithm of volatility. */
export const DAY_VOLATILITY = { persistence: 0.94, deviation: 0.32 } as const;

/** How much of an asset's volatility the whole market shares; the squares add up to one. */
export const VOLATILITY_SHARE = { market: 0.8, own: 0.6 } as const;

/** Memory, in minutes, and spread, of the logarithm of activity within a day. */
export const ACTIVITY = { memoryMinutes: 90, deviation: 0.42 } as const;

/** Jumps expected on a day, of the whole market and of one asset alone, and their bounds. */
export const JUMPS = {
  marketPerDay: 0.35,
  ownPerDay: 0.3,
  marketSize: 0.008,
  /** Below the oracle's circuit breaker (10 %) with room to spare. */
  largest: 0.05,
  /** Memory, in minutes, of the stir that a jump leaves behind. */
  stirMinutes: 25,
  /** By how much a jump of 1 % multiplies volatility just after it, less one. */
  stirPerCent: 0.9,
} as const;

/** Volatility of each UTC hour against the day's: quiet before Europe wakes, busy while New York trades. */
const HOURLY_RHYTHM: readonly number[] = [
  1.04, 1.0, 0.92, 0.85, 0.8, 0.78, 0.82, 0.92, 1.0, 0.98, 0.95, 0.96, 1.06, 1.3, 1.45, 1.38, 1.22,
  1.1, 1.05, 1.03, 1.0, 0.95, 0.92, 0.96,
];

/** Volatility of each weekday against a typical day's, Sunday first. */
const WEEKDAY_RHYTHM: readonly number[] = [0.78, 1.04, 1.08, 1.1, 1.1, 1.06, 0.72];

export const MINUTES_PER_DAY = 1_440;

/** The daily rhythm at each minute, linear between the hours. */
export const minuteRhythm: Float64Array = Float64Array.from(
  { length: MINUTES_PER_DAY },
  (_, at) => {
    const hour = Math.floor(at / 60);
    const here = HOURLY_RHYTHM[hour] ?? 1;
    const next = HOURLY_RHYTHM[(hour + 1) % 24] ?? 1;
    return here + ((next - here) * (at % 60)) / 60;
  },
);

/** The weekly rhythm on a day counted from the epoch, which was a Thursday. */
export function weekdayRhythm(day: number): number {
  return WEEKDAY_RHYTHM[(day + 4) % 7] ?? 1;
}
