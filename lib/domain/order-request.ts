import type { OrderSide, OrderType, TimeInForce } from './order.ts';
import type { Lots, Ticks } from './quanta.ts';

/** The part of an order that only its signer knows; what is signed beside it is in the request. */
export type OrderSignature = {
  /** 0x and 128 hexadecimal digits (compact, EIP-2098), 130 (r, s, v), or more for a contract's. */
  readonly signature: string;
  readonly nonce: number;
  readonly epoch: number;
  readonly maxFeePpm: number;
  /** Seconds since the epoch: until when the signature may be settled. */
  readonly expiry: number;
};

/** A take-profit or a stop-loss that is sent with an order, of the other side and of its size. */
export type LegRequest = {
  readonly type: 'limit' | 'stop' | 'stop_limit';
  /** Limit; 0 = a stop of market type. */
  readonly priceTicks: Ticks;
  /** 0 for a take-profit. */
  readonly triggerTicks: Ticks;
  /** `null` = the gateway signs, with the key of an API session. */
  readonly signed: OrderSignature | null;
};

/** What is asked for when an order is placed, in the market's own units. */
export type OrderRequest = {
  readonly symbol: string;
  readonly side: OrderSide;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** 0 = a market order without a protection price of its own. */
  readonly priceTicks: Ticks;
  readonly quantityLots: Lots;
  /** 0 = none. */
  readonly triggerTicks: Ticks;
  /** Lots shown of an iceberg; 0 = all. */
  readonly displayLots: Lots;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  /** Milliseconds since the epoch; 0 = never. */
  readonly expiresMs: number;
  /** At most 64 printable characters; `null` = none. */
  readonly clientOrderId: string | null;
  readonly takeProfit: LegRequest | null;
  readonly stopLoss: LegRequest | null;
  readonly signed: OrderSignature | null;
};
