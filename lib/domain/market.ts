import { assetIds } from './asset.ts';
import { type Lots, MAX_LOTS, type Quanta } from './quanta.ts';

/**
 * A spot market, and the rules that it is listed with. Prices are integer ticks, sizes integer lots; `ticks * lots * k` is the notional in
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
  /** Numbers of the assets in the ledger, 0 … 15. */
  readonly baseAsset: number;
  readonly quoteAsset: number;
  /** Fees of a fill in parts per million of what is received. */
  readonly makerFeePpm: number;
  readonly takerFeePpm: number;
  /** How far beyond the reference price an order may be priced, in parts per million. */
  readonly bandPpm: number;
  /** Smallest value of an order, in quote quanta. */
  readonly minNotional: Quanta;
  /** Largest size of an order. */
  readonly maxQuantity: Lots;
  /** Open orders that one account may have in this market. */
  readonly maxOpenOrders: number;
};

const quote = { quote: 'USDT', quoteToken: 'LUSD', quoteAsset: assetIds.USDT } as const;

/** What the spot markets have in common: 0.02 % and 0.05 %, one USDT, two hundred orders. */
const spotRules = {
  makerFeePpm: 200,
  takerFeePpm: 500,
  minNotional: 1_000_000,
  maxQuantity: MAX_LOTS,
  maxOpenOrders: 200,
} as const;

export const markets: readonly Market[] = [
  {
    id: 1,
    symbol: 'BTC-USDT',
    base: 'BTC',
    baseToken: 'LBTC',
    baseAsset: assetIds.BTC,
    bandPpm: 100_000,
    ...quote,
    ...spotRules,
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
    baseAsset: assetIds.ETH,
    bandPpm: 100_000,
    ...quote,
    ...spotRules,
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
    baseAsset: assetIds.LUX,
    bandPpm: 150_000,
    ...quote,
    ...spotRules,
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

const byId = new Map(markets.map((market) => [market.id, market]));

/** The market of a number; `undefined` when there is none. */
export function findMarketById(id: number): Market | undefined {
  return byId.get(id);
}
