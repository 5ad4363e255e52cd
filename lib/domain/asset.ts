/** An asset of the ledger (DESIGN.md, Units). */
export type Asset = {
  readonly id: number;
  readonly symbol: string;
  /** Symbol of its token on chain. */
  readonly token: string;
  /** One quantum is `10 ** -decimals`. */
  readonly decimals: number;
  /** Decimals of the token's base unit. */
  readonly tokenDecimals: number;
};

/** An asset's number in the ledger. It never changes its meaning: journals hold it. */
export const assetIds = { USDT: 0, BTC: 1, ETH: 2, LUX: 3 } as const;

export const assets: readonly Asset[] = [
  { id: assetIds.USDT, symbol: 'USDT', token: 'LUSD', decimals: 6, tokenDecimals: 6 },
  { id: assetIds.BTC, symbol: 'BTC', token: 'LBTC', decimals: 8, tokenDecimals: 8 },
  { id: assetIds.ETH, symbol: 'ETH', token: 'LETH', decimals: 8, tokenDecimals: 18 },
  { id: assetIds.LUX, symbol: 'LUX', token: 'WLUX', decimals: 6, tokenDecimals: 18 },
];

const bySymbol = new Map(assets.map((asset) => [asset.symbol, asset]));

/** The asset of a symbol (`USDT`); `undefined` when there is none. */
export function findAsset(symbol: string): Asset | undefined {
  return bySymbol.get(symbol);
}
