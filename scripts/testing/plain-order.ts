import {
  CANCEL_NEWEST,
  GTC,
  LAST_PRICE,
  LIMIT,
  NO_TRIGGER,
  type PlaceOrder,
  POST_ONLY_OFF,
} from '#server/engine/index.ts';

/** What a plain limit order has besides who places it, where, at what price and how much: nothing special. */
export const PLAIN_ORDER = {
  kind: 'place',
  clientOrderId: 0,
  type: LIMIT,
  timeInForce: GTC,
  displayQuantity: 0,
  postOnly: POST_ONLY_OFF,
  reduceOnly: false,
  selfTrade: CANCEL_NEWEST,
  trigger: NO_TRIGGER,
  triggerBy: LAST_PRICE,
  triggerPrice: 0,
  expiry: 0,
  takeProfit: null,
  stopLoss: null,
  authority: null,
  signature: null,
} as const satisfies Partial<PlaceOrder>;
