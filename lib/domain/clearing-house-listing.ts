import { type Asset, assets } from './asset.ts';
import { type Market, markets } from './market.ts';
import type { Quanta } from './quanta.ts';

/** An asset as the clearing house lists it. Its number there is not the engine's. */
export type AssetListing = {
  readonly number: number;
  /** Symbol of its token. */
  readonly token: string;
  /** One quantum is `10 ** unitExponent` base units of the token. */
  readonly unitExponent: number;
};

/** A market as the clearing house lists it, under the engine's number. */
export type MarketListing = {
  readonly market: number;
  /** Numbers of the assets in the clearing house. */
  readonly baseAsset: number;
  readonly quoteAsset: number;
  readonly quantaPerTickLot: number;
  readonly unitsPerLot: number;
  /** Highest fees that can ever be charged, parts per million of what is received. */
  readonly maxMakerFeePpm: number;
  readonly maxTakerFeePpm: number;
  readonly minNotional: Quanta;
};

/** Seconds from the request of an exit to its payment. */
export const EXIT_DELAY_SECONDS = 3_600;

/** Seconds from a cancel, a revocation or an exit on chain to when settlement obeys it. */
export const BINDING_DELAY_SECONDS = 60;

/** Seconds after its expiry in which what was matched before can be settled. */
export const EXPIRY_GRACE_SECONDS = 1_800;

/** 0.1 %: markets keep their rules forever, so this leaves room above what is charged today. */
const FEE_CAP_PPM = 1_000;

/** Tokens in the order of their listing. The first three share a slot with an account's nonces. */
const LISTED_TOKENS: readonly string[] = ['LUSD', 'WLUX', 'LETH', 'LBTC'];

/** The assets that the clearing house is created with, by their numbers. */
export const listedAssets: readonly AssetListing[] = LISTED_TOKENS.map((token, number) => {
  const { decimals, tokenDecimals } = assetOfToken(token);
  return { number, token, unitExponent: tokenDecimals - decimals };
});

/** The markets that the clearing house is created with. */
export const listedMarkets: readonly MarketListing[] = markets.map(listedMarket);

function listedMarket(market: Market): MarketListing {
  return {
    market: market.id,
    baseAsset: numberOf(market.baseToken),
    quoteAsset: numberOf(market.quoteToken),
    quantaPerTickLot: market.k,
    unitsPerLot: market.unitsPerLot,
    maxMakerFeePpm: FEE_CAP_PPM,
    maxTakerFeePpm: FEE_CAP_PPM,
    minNotional: market.minNotional,
  };
}

function numberOf(token: string): number {
  return LISTED_TOKENS.indexOf(token);
}

function assetOfToken(token: string): Asset {
  const asset = assets.find((each) => each.token === token);
  if (asset === undefined) throw new RangeError(`${token} is no asset's token`);
  return asset;
}
