import type { Market } from '#lib/domain/market.ts';

/** Market prices that pools are seeded at: integer ticks by market symbol (lib/domain/market.ts). */
export type InitialPrices = Readonly<Record<Market['symbol'], number>>;

/** 67,000.00, 3,500.00 and 12.0000 dollars: for tests, which need no market. */
export const DEFAULT_INITIAL_PRICES: InitialPrices = {
  'BTC-USDT': 6_700_000,
  'ETH-USDT': 350_000,
  'LUX-USDT': 120_000,
};
