import type { Fill } from '#lib/domain/fill.ts';
import { findMarket } from '#lib/domain/market.ts';
import { notionalOf } from '#lib/domain/notional.ts';

/**
 * What trades that the chain does not have yet change of each asset, in quanta: received less paid,
 * fees included. Part of the balances already, since what is matched is final.
 *
 * @param fills - each side once
 */
export function deriveSettling(fills: readonly Fill[]): ReadonlyMap<string, number> {
  const net = new Map<string, number>();
  const add = (asset: string, quanta: number) => net.set(asset, (net.get(asset) ?? 0) + quanta);
  for (const fill of fills) {
    const market = findMarket(fill.symbol);
    if (market === undefined || isSettled(fill)) continue;
    const { side, priceTicks, quantityLots, feeAsset, feeQuanta } = fill;
    const sign = side === 'buy' ? 1 : -1;
    add(market.base, sign * quantityLots * market.unitsPerLot);
    add(market.quote, -sign * notionalOf(priceTicks, quantityLots, market.k));
    add(feeAsset, -feeQuanta);
  }
  return net;
}

/** Fills of which nothing is known are not counted as on their way, nor those that never arrive. */
function isSettled({ settlement }: Fill): boolean {
  if (settlement === undefined) return true;
  return settlement.stage === 'settled' || settlement.stage === 'annulled';
}
