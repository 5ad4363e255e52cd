import { type Asset, findAsset } from '#lib/domain/asset.ts';
import { ProtocolError } from './protocol-error.ts';

/**
 * The asset that a symbol on the wire names.
 *
 * @throws ProtocolError `ledger/unknown-asset`.
 */
export function assetOf(symbol: string): Asset {
  const asset = findAsset(symbol);
  if (asset !== undefined) return asset;
  throw new ProtocolError('ledger/unknown-asset', { facts: { asset: symbol } });
}
