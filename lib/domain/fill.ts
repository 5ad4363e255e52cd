import type { OrderSide } from './order.ts';
import type { Lots, Quanta, Ticks } from './quanta.ts';
import type { TradeSettlement } from './settlement.ts';

/** One side of a trade, as that side sees it. */
export type Fill = {
  readonly tradeId: number;
  readonly orderId: number;
  readonly symbol: string;
  readonly side: OrderSide;
  readonly role: 'maker' | 'taker';
  readonly priceTicks: Ticks;
  readonly quantityLots: Lots;
  /** Quanta of `feeAsset`, which is what this side received: base for a buyer, quote for a seller. */
  readonly feeQuanta: Quanta;
  readonly feeAsset: string;
  readonly timestampMs: number;
  /** How far it was when it was told; absent where that was not looked up. */
  readonly settlement?: TradeSettlement;
};
