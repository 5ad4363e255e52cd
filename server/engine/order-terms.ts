import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import {
  BUY,
  CANCEL_NEWEST,
  GTC,
  LAST_PRICE,
  LIMIT,
  NO_TRIGGER,
  type OrderType,
  type PlaceOrder,
  POST_ONLY_OFF,
  type PostOnly,
  type PriceSource,
  type SelfTradeMode,
  type Side,
  type TimeInForce,
  type Trigger,
} from './command.ts';

/**
 * What an order asks for. A command that places one order is its own terms: copying them would cost a
 * tenth of the engine's time. The price that it comes to, protection price or slid price, is in
 * `EngineState.price` while it is checked.
 */
export type OrderTerms = Omit<
  PlaceOrder,
  'kind' | 'seq' | 'authority' | 'signature' | 'takeProfit' | 'stopLoss'
> & {
  /** Legs that are attached to it; only whether there are any is looked at. */
  readonly takeProfit: object | null;
  readonly stopLoss: object | null;
};

/** Terms of a leg, or of an order that is modified; filled again and again. */
export class TermsDraft implements OrderTerms {
  account = 0;
  market = 0;
  orderId = 0;
  clientOrderId = 0;
  side: Side = BUY;
  type: OrderType = LIMIT;
  timeInForce: TimeInForce = GTC;
  postOnly: PostOnly = POST_ONLY_OFF;
  selfTrade: SelfTradeMode = CANCEL_NEWEST;
  trigger: Trigger = NO_TRIGGER;
  triggerBy: PriceSource = LAST_PRICE;
  price: Ticks = 0;
  triggerPrice: Ticks = 0;
  quantity: Lots = 0;
  displayQuantity: Lots = 0;
  expiry = 0;
  time = 0;
  readonly reduceOnly = false;
  readonly takeProfit = null;
  readonly stopLoss = null;
}
