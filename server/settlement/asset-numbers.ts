import { assets } from '#lib/domain/asset.ts';
import { listedAssets } from '#lib/domain/clearing-house-listing.ts';

/** Number of an asset of the contract in the ledger; `null` for one that is not traded here. */
export function ledgerAsset(number: number): number | null {
  const token = listedAssets.find((listed) => listed.number === number)?.token;
  return assets.find((asset) => asset.token === token)?.id ?? null;
}

/** Number of an asset of the ledger in the contract; `null` for one that it does not list. */
export function chainAsset(asset: number): number | null {
  const token = assets.find(({ id }) => id === asset)?.token;
  return listedAssets.find((listed) => listed.token === token)?.number ?? null;
}
