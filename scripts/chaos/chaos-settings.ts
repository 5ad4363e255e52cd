type ChaosMarket = { readonly symbol: string; readonly mid: number; readonly mostLots: number };

/** The markets that are traded, and where, in ticks. */
export const CHAOS_MARKETS: readonly [ChaosMarket, ...ChaosMarket[]] = [
  { symbol: 'BTC-USDT', mid: 6_700_000, mostLots: 20 },
  { symbol: 'ETH-USDT', mid: 330_000, mostLots: 40 },
];

/** Numbers of the test users that trade. */
export const TRADERS = [5, 6, 7, 8, 9] as const;

/** So many others are contracts with two keys. */
export const CONTRACT_ACCOUNTS = 2;

/** More blocks than the deepest reorganisation, its own among them. */
export const CONFIRMATIONS = 7;

/** So many blocks are taken back at most. */
export const DEEPEST_REORGANISATION = 5;
