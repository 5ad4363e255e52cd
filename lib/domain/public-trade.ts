import type { OrderSide } from './order.ts';
import type { Lots, Ticks } from './quanta.ts';

/** A trade as everybody sees it: who traded is told by pseudonyms. */
export type PublicTrade = {
  readonly tradeId: number;
  readonly symbol: string;
  readonly priceTicks: Ticks;
  readonly quantityLots: Lots;
  /** Side of the order that came later. */
  readonly takerSide: OrderSide;
  readonly buyOrderId: number;
  readonly sellOrderId: number;
  readonly buyer: string;
  readonly seller: string;
  readonly timestampMs: number;
};
