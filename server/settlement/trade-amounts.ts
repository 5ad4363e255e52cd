import { feeOf } from '#lib/domain/fee.ts';
import { findMarketById } from '#lib/domain/market.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import type { MatchedTrade } from './signed-version.ts';

/** What one side of a trade paid and received, its fee taken off; assets as in the ledger. */
export type SideAmounts = {
  readonly paidAsset: number;
  readonly paid: Quanta;
  readonly receivedAsset: number;
  readonly received: Quanta;
  /** Of what was received. */
  readonly fee: Quanta;
};

/** What a trade moved, as the engine and the contract reckon it. */
export function amountsOf(trade: MatchedTrade): {
  readonly maker: SideAmounts;
  readonly taker: SideAmounts;
} {
  const market = findMarketById(trade.market);
  if (market === undefined) throw new RangeError(`a trade is in market ${trade.market}`);
  const base = trade.lots * market.unitsPerLot;
  const quote = trade.price * trade.lots * market.k;
  const takerPpm = trade.auction ? market.makerFeePpm : market.takerFeePpm;
  const sideOf = (sells: boolean, ppm: number): SideAmounts => {
    const gross = sells ? quote : base;
    const fee = feeOf(gross, ppm);
    const { baseAsset, quoteAsset } = market;
    return {
      paidAsset: sells ? baseAsset : quoteAsset,
      paid: sells ? base : quote,
      receivedAsset: sells ? quoteAsset : baseAsset,
      received: gross - fee,
      fee,
    };
  };
  return {
    maker: sideOf(!trade.takerSells, market.makerFeePpm),
    taker: sideOf(trade.takerSells, takerPpm),
  };
}
