/**
 * A spot market. Prices are integer ticks, sizes integer lots; `ticks * lots * k` is the notional in
 * quote quanta, exactly (docs/glossary.md, Units).
 */
export type Market = {
  readonly id: number;
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  /** On-chain token symbols of base and quote. */
  readonly baseToken: string;
  readonly quoteToken: string;
  /** Decimals of a price: one tick is `10 ** -priceDecimals`. */
  readonly priceDecimals: number;
  /** Decimals of a size: one lot is `10 ** -sizeDecimals`. */
  readonly sizeDecimals: number;
  /** Engine units of the base asset in one lot. */
  readonly unitsPerLot: number;
  /** Quote quanta in one tick times one lot. */
  readonly k: number;
};

const quote = { quote: 'USDT', quoteToken: 'LUSD' } as const;

export const markets: readonly Market[] = [
  {
    id: 1,
    symbol: 'BTC-USDT',
    base: 'BTC',
    baseToken: 'LBTC',
    ...quote,
    priceDecimals: 2,
    sizeDecimals: 4,
    unitsPerLot: 10_000,
    k: 1,
  },
  {
    id: 2,
    symbol: 'ETH-USDT',
    base: 'ETH',
    baseToken: 'LETH',
    ...quote,
    priceDecimals: 2,
    sizeDecimals: 3,
    unitsPerLot: 100_000,
    k: 10,
  },
  {
    id: 3,
    symbol: 'LUX-USDT',
    base: 'LUX',
    baseToken: 'WLUX',
    ...quote,
    priceDecimals: 4,
    sizeDecimals: 1,
    unitsPerLot: 100_000,
    k: 10,
  },
];

const ALIASES: Readonly<Record<string, string>> = {
  'BTC-USD': 'BTC-USDT',
  'ETH-USD': 'ETH-USDT',
  'LUX-USD': 'LUX-USDT',
};

const bySymbol = new Map(markets.map((market) => [market.symbol, market]));

/** The market of a symbol or of one of its aliases (`BTC-USD`); `undefined` when there is none. */
export function findMarket(symbol: string): Market | undefined {
  const canonical = Object.hasOwn(ALIASES, symbol) ? ALIASES[symbol] : symbol;
  return canonical === undefined ? undefined : bySymbol.get(canonical);
}
