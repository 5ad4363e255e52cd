import type { Quanta } from '#lib/domain/quanta.ts';

/** What both sides of a trade gave and received. */
export type AnnulledTrade = {
  readonly tradeId: number;
  readonly buyer: number;
  readonly seller: number;
  readonly baseAsset: number;
  readonly quoteAsset: number;
  /** Quanta that the seller gave, and the buyer; … */
  readonly base: Quanta;
  readonly quote: Quanta;
  /** … and what of them was kept as fees: of the base quanta the buyer's, of the quote quanta the seller's. */
  readonly buyerFee: Quanta;
  readonly sellerFee: Quanta;
};
